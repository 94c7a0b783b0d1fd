'use client'

import { CopyButton } from '@/components/ui/copy-button'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { Fates } from './fates'
import { ItemActs } from './item-acts'
import { useLeases } from './lease-store'
import { useItem } from './queries'
import { MOST_FAILURES, MOST_REQUEUES, sayItem } from './say-item'
import { TextBox } from './text-box'
import { TryList } from './try-list'
import type { WholeItemView } from './types'
import { useInboxLive } from './use-inbox-live'

/** One item: where it stands, what can be done with it, every try, and the event itself as text. */
export function ItemPage({ drawn }: { drawn: WholeItemView }) {
  useInboxLive()
  const { data: item = drawn } = useItem(drawn.id, drawn)
  const { leases } = useLeases()
  const isMine = item.id in leases
  const { look, word } = sayItem(item, isMine)
  const text = toText(item)
  return (
    <div className="grid grid-cols-1 gap-10">
      <section aria-label="Where it stands" className="grid grid-cols-1 gap-5">
        <div>
          <p className="text-[1.08rem]">
            <Status look={look}>{word}</Status>
          </p>
          <p className="mt-1 max-w-[44em] text-soft">
            <Says item={item} isMine={isMine} />
          </p>
        </div>
        <ItemActs item={item} look="next" />
        <Facts rows={factsOf(item)} />
      </section>
      <section aria-labelledby="event">
        <div className="mb-3 flex flex-wrap items-baseline justify-between gap-x-4">
          <h2 id="event" className="text-[1.5rem]">
            The event
          </h2>
          <CopyButton text={text} label="Copy it" />
        </div>
        <TextBox label="The event as JSON">{text}</TextBox>
      </section>
      <section aria-labelledby="tries">
        <h2 id="tries" className="mb-3 text-[1.5rem]">
          Tries
        </h2>
        {item.attempts.length > 0 ? (
          <TryList
            label="Tries"
            tries={item.attempts.map((one) => ({ ...one, reason: one.reason?.text ?? null }))}
            done="Acknowledged"
          />
        ) : (
          <p className="border-line border-y py-5 text-soft">Nobody has finished a try with it yet.</p>
        )}
      </section>
      <section aria-labelledby="elsewhere">
        <h2 id="elsewhere" className="mb-3 text-[1.5rem]">
          Where it went
        </h2>
        <Fates id={item.id} />
      </section>
    </div>
  )
}

/** What happens to it if nobody does anything. */
function Says({ item, isMine }: { item: WholeItemView; isMine: boolean }) {
  if (item.leased_until) {
    return (
      <>
        Until <Time at={item.leased_until} /> {isMine ? 'nobody else gets it' : 'somebody works on it'}. Not
        acknowledged by then, it comes back and counts as a failure.
      </>
    )
  }
  if (item.status === 'DELIVERED') return 'A consumer is done with it. It stays here until it is deleted.'
  if (item.status === 'DEAD') {
    return `${item.reason?.text ?? 'It failed too often.'} It is not tried again by itself; the next of its subject went on.`
  }
  if (item.visible_at === null) return 'An older item of the same subject comes first.'
  return (
    <>
      Whoever leases next may get it, from <Time at={item.visible_at} /> on. With {MOST_FAILURES} failures it is a dead
      letter.
    </>
  )
}

function factsOf(item: WholeItemView): [string, React.ReactNode][] {
  return [
    ['Subject', item.subject],
    ['Number', `${item.sequence} of its subject`],
    ['Told', <Time key="told" at={item.created_at} />],
    [
      'By',
      <code key="by" className="mono">
        {item.source}
      </code>,
    ],
    ['Id', <Hash key="id" value={item.id} label="the id" />],
    ['Failures', `${item.failures} of ${MOST_FAILURES}`],
    ...(item.requeues > 0
      ? ([['Brought back', `${item.requeues} times; after ${MOST_REQUEUES} an owner or admin has to`]] as [
          string,
          string,
        ][])
      : []),
    ...(item.leased_by
      ? ([
          [
            'Leased by',
            <code key="whom" className="mono">
              {item.leased_by}
            </code>,
          ],
        ] as [string, React.ReactNode][])
      : []),
  ]
}

/** The event alone, as every way out of the log tells it. */
function toText({ id, type, subject, sequence, source, data, metadata, created_at }: WholeItemView): string {
  return JSON.stringify({ id, type, subject, sequence, source, data, metadata, created_at }, null, 2)
}
