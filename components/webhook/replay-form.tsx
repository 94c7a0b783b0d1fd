'use client'

import { useState } from 'react'
import { usePlaceApi } from '@/components/inbox/place'
import { useSend } from '@/components/inbox/use-send'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { ChoiceGroup } from '@/components/ui/choice'
import { Field, Input } from '@/components/ui/field'
import { useStale } from './queries'
import type { WebhookView } from './types'

type What = 'missing' | 'range'
type Answer = { replayed: number; more: boolean }
type Body = { missing: true } | { from: string; to: string }

const OPTIONS = [
  {
    value: 'missing',
    title: 'All it has missed',
    says: 'Every event it should have got and has not: given up, or while it was off.',
  },
  {
    value: 'range',
    title: 'All of a time',
    says: 'Whether it got them or not. The same event has the same webhook-id.',
  },
] as const

/** The server takes so many at a time; this many times it is asked before the person is. */
const MOST_CALLS = 100

/** Sends again what an endpoint missed, or everything of a time. */
export function ReplayForm({ of }: { of: WebhookView }) {
  const call = usePlaceApi()
  const stale = useStale()
  const [what, setWhat] = useState<What>('missing')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const [wrong, setWrong] = useState<{ from?: string; to?: string }>({})
  const [count, setCount] = useState(0)
  const { form, send, busy, refusal, result, errorOf } = useSend(async (body: Body) => {
    let replayed = 0
    setCount(0)
    for (let calls = 0; calls < MOST_CALLS; calls++) {
      const idempotencyKey = crypto.randomUUID()
      const answer = await call<Answer>('POST', `webhooks/${of.id}/replay`, { body, idempotencyKey })
      replayed += answer.replayed
      setCount(replayed)
      // A time is sent as a whole each time it is asked for; what was missed is less each time.
      if (!answer.more || !('missing' in body)) return { replayed, more: answer.more }
    }
    return { replayed, more: true }
  }, stale)

  const submit = () => {
    if (what === 'missing') return send({ missing: true })
    const times = { from: new Date(from), to: new Date(to) }
    const bad = (at: Date) => (Number.isNaN(at.getTime()) ? 'Name a day and a time.' : undefined)
    const errors = { from: bad(times.from), to: bad(times.to) }
    setWrong({ ...(errors.from ? { from: errors.from } : {}), ...(errors.to ? { to: errors.to } : {}) })
    if (!errors.from && !errors.to) send({ from: times.from.toISOString(), to: times.to.toISOString() })
  }
  return (
    <section aria-labelledby="replay" className="border-line border-t pt-7">
      <h2 id="replay" className="text-[1.5rem]">
        Send again
      </h2>
      <form
        ref={form}
        noValidate
        className="mt-4 grid max-w-[38em] gap-5"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) submit()
        }}
      >
        <ChoiceGroup
          legend="What is sent again"
          hideLegend
          name="replay"
          options={[...OPTIONS]}
          value={what}
          onChange={setWhat}
        />
        {what === 'range' ? (
          <div className="grid gap-5 sm:grid-cols-2">
            <Field label="From" error={wrong.from ?? errorOf('from')}>
              {(wiring) => (
                <Input
                  {...wiring}
                  type="datetime-local"
                  value={from}
                  onChange={({ target }) => setFrom(target.value)}
                />
              )}
            </Field>
            <Field label="To" error={wrong.to ?? errorOf('to')}>
              {(wiring) => (
                <Input {...wiring} type="datetime-local" value={to} onChange={({ target }) => setTo(target.value)} />
              )}
            </Field>
          </div>
        ) : null}
        <Trouble title="Nothing was sent again" refusal={refusal} fields={['from', 'to']} />
        <div>
          <Button type="submit" busy={busy}>
            Send {what === 'missing' ? 'what it missed' : 'all of that time'}
          </Button>
        </div>
        <div role="status" className="empty:hidden">
          {busy && count > 0 ? `${count} on their way so far` : null}
          {result && !busy && !refusal ? sayReplayed(result) : null}
        </div>
      </form>
    </section>
  )
}

function sayReplayed({ replayed, more }: Answer): string {
  if (replayed === 0) return 'Nothing to send again: it has got everything.'
  const said = replayed === 1 ? 'One event is on its way again.' : `${replayed} events are on their way again.`
  return more ? `${said} There are more: send again, from a later time.` : said
}
