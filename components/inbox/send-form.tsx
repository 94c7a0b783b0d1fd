'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field, Input, TextArea } from '@/components/ui/field'
import { type DraftErrors, type EventBody, type EventDraft, toBody, toDraft } from './event-draft'
import { usePlace, usePlaceApi } from './place'
import { placeHref } from './place-type'
import { useStaleInbox } from './queries'
import { useRecentEvents } from './recent-events'
import { RecentList } from './recent-list'
import { TemplatePicker } from './template-picker'
import type { Accepted } from './types'
import { useSend } from './use-send'

type Props = { draft: EventDraft; change: (next: EventDraft | ((before: EventDraft) => EventDraft)) => void }

/** An event of one’s own, sent by hand: from a template, or as it is typed. What is typed stays, also after it was sent. */
export function SendForm({ draft, change }: Props) {
  const call = usePlaceApi()
  const stale = useStaleInbox()
  const { recent, add, clear } = useRecentEvents()
  const [wrong, setWrong] = useState<DraftErrors>({})
  const { form, send, busy, refusal, result, errorOf, reset } = useSend(
    (body: EventBody, idempotencyKey) => call<Accepted>('POST', 'events', { body, idempotencyKey }),
    ({ id, sequence }) => {
      add({ id, sequence, at: new Date().toISOString(), draft })
      stale()
    },
  )

  const set = (field: keyof EventDraft) => (value: string) => {
    change((before) => ({ ...before, [field]: value }))
    setWrong(({ [field]: _, ...rest }) => rest)
  }
  const submit = () => {
    const read = toBody(draft)
    setWrong('errors' in read ? read.errors : {})
    if ('body' in read) return send(read.body)
    reset()
    const [first] = Object.keys(read.errors)
    form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus()
  }
  const fill = (next: EventDraft) => {
    change(next)
    setWrong({})
    reset()
  }
  return (
    <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_300px]">
      <form
        ref={form}
        noValidate
        className="grid max-w-[46em] content-start gap-6"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) submit()
        }}
      >
        <TemplatePicker onPick={(template) => fill(toDraft(template))} />
        <div className="grid gap-x-5 gap-y-6 sm:grid-cols-2">
          <Field
            label="Type"
            hint="Words with dots between them. The desk’s own nouns are taken."
            error={wrong.type ?? errorOf('type')}
          >
            {(wiring) => (
              <Input
                {...wiring}
                name="type"
                className="mono"
                spellCheck={false}
                autoCapitalize="none"
                autoComplete="off"
                placeholder="event.published"
                value={draft.type}
                onChange={({ target }) => set('type')(target.value)}
              />
            )}
          </Field>
          <Field
            label="Subject"
            optional
            hint="What it is about. Events of one subject keep their order."
            error={errorOf('metadata.subject')}
          >
            {(wiring) => (
              <Input
                {...wiring}
                name="subject"
                className="mono"
                spellCheck={false}
                autoCapitalize="none"
                autoComplete="off"
                value={draft.subject}
                onChange={({ target }) => set('subject')(target.value)}
              />
            )}
          </Field>
        </div>
        <Field
          label="Payload"
          hint="A JSON object, together with the rest at most 1 MiB."
          error={wrong.payload ?? errorOf('payload')}
        >
          {(wiring) => (
            <TextArea
              {...wiring}
              name="payload"
              rows={9}
              className="font-mono text-[.88rem]!"
              spellCheck={false}
              value={draft.payload}
              onChange={({ target }) => set('payload')(target.value)}
            />
          )}
        </Field>
        <Field
          label="Metadata"
          optional
          hint="A JSON object. The inbox can be searched by it."
          error={wrong.metadata ?? (errorOf('metadata.subject') ? undefined : errorOf('metadata'))}
        >
          {(wiring) => (
            <TextArea
              {...wiring}
              name="metadata"
              rows={3}
              className="font-mono text-[.88rem]!"
              spellCheck={false}
              value={draft.metadata}
              onChange={({ target }) => set('metadata')(target.value)}
            />
          )}
        </Field>
        <Trouble title="Nothing was sent" refusal={refusal} fields={['type', 'payload', 'metadata']} />
        <div className="grid grid-cols-1 gap-4">
          <div>
            <Button type="submit" look="next" busy={busy}>
              Send the event
            </Button>
          </div>
          <div role="status" className="empty:hidden">
            {result && !busy && !refusal ? <Sent of={result} /> : null}
          </div>
        </div>
      </form>
      <RecentList recent={recent} onPick={fill} onClear={clear} />
    </div>
  )
}

function Sent({ of }: { of: Accepted }) {
  const place = usePlace()
  return (
    <Callout look="ok" title={`Accepted as number ${of.sequence} of its subject`}>
      It is in the log, and goes to every endpoint that fits.{' '}
      <Link href={placeHref(`/inbox/items/${of.id}`, place)} prefetch={false}>
        Look at it
      </Link>
    </Callout>
  )
}
