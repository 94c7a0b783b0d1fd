'use client'

import { useEffect, useState } from 'react'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { useToast } from '@/components/ui/toast'
import { ItemActs } from './item-acts'
import { EventName } from './item-table'
import { LeaseClock } from './lease-clock'
import { type Lease, useLeases } from './lease-store'
import { usePlace, usePlaceApi } from './place'
import { useItem, useStaleInbox } from './queries'
import type { LeasedView } from './types'
import { useSend } from './use-send'

const MOST = 50

/** Takes the next items by hand, as a program would: nobody else gets them until they are given back or the time is over. */
export function LeasePanel() {
  const place = usePlace()
  const call = usePlaceApi()
  const toast = useToast()
  const stale = useStaleInbox()
  const { keep, leases } = useLeases()
  const [max, setMax] = useState('1')
  const [seconds, setSeconds] = useState('300')
  const { form, send, busy, refusal, errorOf } = useSend(
    (body: { max: number; visibility_seconds: number }) =>
      call<{ data: LeasedView[] }>('POST', 'inbox/lease', { body }),
    ({ data }, { visibility_seconds }) => {
      // By this window’s own clock: the desk’s may be another.
      const until = new Date(Date.now() + visibility_seconds * 1_000).toISOString()
      keep(Object.fromEntries(data.map(({ id, receipt_handle: handle }) => [id, { handle, until }])))
      stale()
      if (data.length > 0) toast({ title: data.length === 1 ? 'One item is yours' : `${data.length} items are yours` })
      else
        toast({
          title: 'Nothing to lease',
          says: 'No item waits, or others hold the oldest of each subject.',
          look: 'wait',
        })
    },
  )
  if (place.role === 'reader') return null

  return (
    <section aria-labelledby="lease" className="border-line border-b pb-6">
      <h2 id="lease" className="sr-only">
        Lease items
      </h2>
      <form
        ref={form}
        noValidate
        className="flex flex-wrap items-end gap-x-4 gap-y-3"
        onSubmit={(event) => {
          event.preventDefault()
          if (!busy) send({ max: Number(max), visibility_seconds: Number(seconds) })
        }}
      >
        <div className="w-[7em]">
          <Field label="Items" error={errorOf('max')}>
            {(wiring) => (
              <Input {...wiring} inputMode="numeric" value={max} onChange={({ target }) => setMax(target.value)} />
            )}
          </Field>
        </div>
        <div className="w-[8.5em]">
          <Field label="For seconds" error={errorOf('visibility_seconds')}>
            {(wiring) => (
              <Input
                {...wiring}
                inputMode="numeric"
                value={seconds}
                onChange={({ target }) => setSeconds(target.value)}
              />
            )}
          </Field>
        </div>
        <Button type="submit" look={Object.keys(leases).length > 0 ? 'plain' : 'next'} busy={busy}>
          Lease the next
        </Button>
        <p className="max-w-[26em] text-[.92rem] text-soft">
          Up to {MOST}, the oldest of each subject. What is not acknowledged in time comes back and counts as a failure.
        </p>
      </form>
      <Trouble title="Nothing was leased" refusal={refusal} fields={['max', 'visibility_seconds']} />
      <Mine />
    </section>
  )
}

/** What this window holds, with how long it still does. */
function Mine() {
  const { leases } = useLeases()
  const ids = Object.keys(leases)
  if (ids.length === 0) return null
  return (
    <ul aria-label="Leased by this window" className="mt-6">
      {ids.map((id, index) => (
        <MyItem key={id} id={id} lease={leases[id] as Lease} isFirst={index === 0} />
      ))}
    </ul>
  )
}

function MyItem({ id, lease, isFirst }: { id: string; lease: Lease; isFirst: boolean }) {
  const { data: item } = useItem(id)
  const { drop } = useLeases()
  const isOver = item !== undefined && (item.status === 'DELIVERED' || item.status === 'DEAD')
  useEffect(() => {
    if (isOver) drop(id)
  }, [isOver, id, drop])
  if (!item || isOver) return null

  const isLost = item.leased_until === null
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-t py-3">
      <div className="min-w-0 flex-[1_1_16rem]">
        <EventName item={item} />
        <p className="text-[.92rem]">
          {isLost ? (
            <span className="text-amber">The lease is over; it has come back and counts as a failure.</span>
          ) : (
            <LeaseClock until={lease.until} />
          )}
        </p>
      </div>
      {isLost ? (
        <Button className="min-h-9! px-3! py-1!" onClick={() => drop(id)}>
          Put it out of this list
          <span className="sr-only"> {item.type}</span>
        </Button>
      ) : (
        <ItemActs item={item} look={isFirst ? 'next' : 'plain'} small />
      )}
    </li>
  )
}
