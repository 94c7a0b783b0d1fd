'use client'

import { type ReactNode, useId } from 'react'
import { giveMail, givePhone, sendAnother, takeAway, verify } from '@/app/(desk)/settings/notifications/actions'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { AskOnce } from './ask-once'
import type { ContactChannel, ContactView, NotificationsView } from './notifications-view'
import { Trouble } from './trouble'
import { useAct } from './use-act'
import { useForm } from './use-form'

const WORDS = {
  email: {
    title: 'Mail',
    label: 'Mail address',
    hint: 'A code goes there first. Nobody else sees the address.',
    off: 'This desk sends no mail.',
    input: { type: 'email', autoComplete: 'email', inputMode: 'email' },
  },
  phone: {
    title: 'Text messages',
    label: 'Phone number',
    hint: 'With its country code, as +15551234567. A code goes there first.',
    off: 'This desk sends no text messages.',
    input: { type: 'tel', autoComplete: 'tel', inputMode: 'tel' },
  },
} as const

type Props = { actingAs: string; channel: ContactChannel; view: NotificationsView }

/** One way to be written to: give it, show that it is yours, take it away. */
export function Contact({ actingAs, channel, view }: Props) {
  const id = useId()
  const contact = view[channel]
  const given = { actingAs, channel }
  return (
    <section aria-labelledby={id} className="grid gap-4">
      <h2 id={id} className="text-[1.5rem]">
        {WORDS[channel].title}
      </h2>
      {contact ? (
        <Given {...given} contact={contact} isNext={isNext(view, channel)} />
      ) : view.channels[channel] === 'off' ? (
        <p className="text-soft">{WORDS[channel].off}</p>
      ) : (
        <Give {...given} isNext={isNext(view, channel)} />
      )}
    </section>
  )
}

/** One red button on the page: the code that is waited for, else the mail address there is not yet. */
function isNext({ email, phone, channels }: NotificationsView, channel: ContactChannel): boolean {
  const waits = (contact: ContactView | null) => contact !== null && !contact.verified
  if (waits(email) || waits(phone)) return channel === (waits(email) ? 'email' : 'phone')
  return channel === 'email' && email === null && channels.email !== 'off'
}

type Inner = { actingAs: string; channel: ContactChannel; isNext: boolean }

function Give({ actingAs, channel, isNext }: Inner) {
  const toast = useToast()
  const { label, hint, input } = WORDS[channel]
  const { form, busy, refusal, errorOf } = useForm(channel === 'email' ? giveMail : givePhone, () =>
    toast({ title: 'A code is on its way' }),
  )
  return (
    <form {...form} className="grid max-w-[26em] gap-4">
      <input type="hidden" name="acting_as" value={actingAs} />
      <Field label={label} hint={hint} error={errorOf(channel)}>
        {(wiring) => <Input {...wiring} {...input} name={channel} maxLength={channel === 'email' ? 254 : 40} />}
      </Field>
      <Trouble title="Nothing was sent" refusal={refusal} fields={[channel]} />
      <div>
        <Button type="submit" look={isNext ? 'next' : 'plain'} busy={busy}>
          Send a code
        </Button>
      </div>
    </form>
  )
}

function Given({ contact, ...given }: Inner & { contact: ContactView }) {
  return contact.verified ? <Verified contact={contact} {...given} /> : <Verify contact={contact} {...given} />
}

function Verified({ actingAs, channel, contact }: Inner & { contact: ContactView }) {
  return (
    <Line
      says={
        <>
          <span className="font-[560]">{contact.address_hint}</span> <Status look="ok">Verified</Status>
        </>
      }
    >
      <TakeAway actingAs={actingAs} channel={channel} hint={contact.address_hint} />
    </Line>
  )
}

function Verify({ actingAs, channel, contact, isNext }: Inner & { contact: ContactView }) {
  const toast = useToast()
  const { act, refusal: notSent } = useAct()
  const { form, busy, refusal, errorOf } = useForm(verify, () => toast({ title: 'It is yours: we write to you there' }))
  return (
    <>
      <Line
        says={
          <>
            A code went to <span className="font-[560]">{contact.address_hint}</span>.
            {contact.code_expires_at ? (
              <>
                {' '}
                It counts until <Time at={contact.code_expires_at} />.
              </>
            ) : null}
          </>
        }
      >
        <TakeAway actingAs={actingAs} channel={channel} hint={contact.address_hint} />
      </Line>
      <form {...form} className="grid max-w-[26em] gap-4">
        <input type="hidden" name="acting_as" value={actingAs} />
        <input type="hidden" name="channel" value={channel} />
        <Field label="Code" hint="Six digits." error={errorOf('code')}>
          {(wiring) => (
            <Input
              {...wiring}
              name="code"
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={12}
              className="max-w-[9em] font-mono tracking-[.15em]"
            />
          )}
        </Field>
        <Trouble title="Not verified" refusal={refusal} fields={['code']} />
        <Trouble title="No code was sent" refusal={notSent} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" look={isNext ? 'next' : 'plain'} busy={busy}>
            Verify
          </Button>
          <Button
            look="quiet"
            onClick={() => act(() => sendAnother({ acting_as: actingAs, channel }), 'Another code is on its way')}
          >
            Send another code
          </Button>
        </div>
      </form>
    </>
  )
}

function TakeAway({ actingAs, channel, hint }: { actingAs: string; channel: ContactChannel; hint: string }) {
  return (
    <AskOnce
      label="Take it away"
      of={hint}
      title={`Take ${hint} away`}
      says="Nothing is sent there any more, and what you chose to be told there is forgotten. You may give it again."
      action="Take it away"
      run={() => takeAway({ acting_as: actingAs, channel })}
      done="The address is taken away"
    />
  )
}

function Line({ says, children }: { says: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
      <p className="min-w-0 [overflow-wrap:anywhere]">{says}</p>
      <div>{children}</div>
    </div>
  )
}
