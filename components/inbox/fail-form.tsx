'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice'
import { Field, Input } from '@/components/ui/field'
import { type EventBody, type EventDraft, toBody } from './event-draft'
import { Fates } from './fates'
import { usePlace, usePlaceApi } from './place'
import { placeHref } from './place-type'
import { useStaleInbox } from './queries'
import { TextBox } from './text-box'
import type { Accepted } from './types'
import { useSend } from './use-send'

type Kind = 'invalid' | 'fail' | 'delay' | 'dead'
type Wish = Omit<EventBody, 'payload'> & { payload: unknown }
type Sent = Accepted & { type: string; kind: Kind }

const OPTIONS = [
  {
    value: 'invalid',
    title: 'A validation error',
    says: 'Sends a payload that is no object. The desk refuses it, and nothing gets into the log.',
  },
  {
    value: 'fail',
    title: 'Processing errors',
    says: 'So many tries of each delivery fail before one may pass: leases of the inbox, posts to a webhook.',
  },
  { value: 'delay', title: 'A delay', says: 'Each delivery waits so long before its first try.' },
  { value: 'dead', title: 'A dead letter', says: 'Each delivery is dead at once, with the reason.' },
] as const

const KEPT = 5

/** Sends the event that is typed above so that it goes wrong in one way, and shows what became of it. */
export function FailForm({ draft }: { draft: EventDraft }) {
  const call = usePlaceApi()
  const stale = useStaleInbox()
  const [kind, setKind] = useState<Kind>('fail')
  const [fail, setFail] = useState('2')
  const [delay, setDelay] = useState('30')
  const [isUnreadable, setUnreadable] = useState(false)
  const [sent, setSent] = useState<Sent[]>([])
  const { form, send, busy, refusal, errorOf, reset } = useSend(
    (body: Wish, idempotencyKey) => call<Accepted>('POST', 'events', { body, idempotencyKey }),
    (accepted, { type = 'event.published' }) => {
      setSent((before) => [{ ...accepted, type, kind }, ...before].slice(0, KEPT))
      stale()
    },
  )
  const submit = () => {
    const read = toBody(draft)
    setUnreadable('errors' in read)
    if ('errors' in read) return reset()
    send(spoil(read.body, { kind, fail: Number(fail), delay: Number(delay) }))
  }
  const isForced = kind === 'invalid' && refusal?.code === 'E9004'
  return (
    <section aria-labelledby="wrong" className="grid gap-x-14 gap-y-8 lg:grid-cols-2">
      <form
        ref={form}
        noValidate
        className="grid content-start gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) submit()
        }}
      >
        <h3 id="wrong" className="text-[1.4rem]">
          Make the event above go wrong
        </h3>
        <ChoiceGroup
          legend="How it goes wrong"
          hideLegend
          name="wrong"
          options={[...OPTIONS]}
          value={kind}
          onChange={(next) => {
            setKind(next)
            reset()
          }}
        />
        {kind === 'fail' ? (
          <Field
            label="Tries that fail"
            hint="An inbox gives up after four, a webhook after eight."
            error={errorOf('debug.fail')}
          >
            {(wiring) => (
              <Input
                {...wiring}
                inputMode="numeric"
                className="max-w-[7em]"
                value={fail}
                onChange={({ target }) => setFail(target.value)}
              />
            )}
          </Field>
        ) : null}
        {kind === 'delay' ? (
          <Field label="Seconds" error={errorOf('debug.delay_seconds')}>
            {(wiring) => (
              <Input
                {...wiring}
                inputMode="numeric"
                className="max-w-[7em]"
                value={delay}
                onChange={({ target }) => setDelay(target.value)}
              />
            )}
          </Field>
        ) : null}
        {isUnreadable ? (
          <Callout look="no" title="Nothing was sent">
            The event above cannot be read. Press “Send the event” to see where.
          </Callout>
        ) : null}
        {isForced ? null : <Trouble title="Nothing was sent" refusal={refusal} fields={['debug']} />}
        <div>
          <Button type="submit" busy={busy}>
            Send it that way
          </Button>
        </div>
      </form>
      <div className="min-w-0">
        <h3 className="text-[1.4rem]">What became of it</h3>
        <div role="status" className="mt-4 grid grid-cols-1 gap-3 empty:hidden">
          {isForced && refusal ? (
            <>
              <Callout look="ok" title={`Refused with ${refusal.code}, as it should be`}>
                {refusal.message}
              </Callout>
              <TextBox label="The desk’s answer">{JSON.stringify(refusal.errors, null, 2)}</TextBox>
            </>
          ) : null}
        </div>
        {sent.length === 0 && !isForced ? <p className="mt-4 text-soft">Nothing was sent from here yet.</p> : null}
        <ol className="mt-4 grid grid-cols-1 gap-7">
          {sent.map((one) => (
            <SentOne key={one.id} of={one} />
          ))}
        </ol>
      </div>
    </section>
  )
}

function SentOne({ of }: { of: Sent }) {
  const place = usePlace()
  const asked = OPTIONS.find(({ value }) => value === of.kind)?.title ?? ''
  return (
    <li className="grid grid-cols-1 gap-2">
      <p className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Link href={placeHref(`/inbox/items/${of.id}`, place)} prefetch={false} className="mono">
          {of.type}, number {of.sequence}
        </Link>
        <span className="text-[.9rem] text-soft">{asked}</span>
      </p>
      <Fates id={of.id} />
    </li>
  )
}

/** Pure: the event as it has to be sent to go wrong in this way. */
function spoil(body: EventBody, { kind, fail, delay }: { kind: Kind; fail: number; delay: number }): Wish {
  if (kind === 'invalid') return { ...body, payload: 'no object' }
  if (kind === 'fail') return { ...body, debug: { fail } }
  if (kind === 'delay') return { ...body, debug: { delay_seconds: delay } }
  return { ...body, debug: { dead: true } }
}
