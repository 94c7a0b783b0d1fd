'use client'

import { useState } from 'react'
import { MoreItems } from '@/components/inbox/more-items'
import { usePlaceApi } from '@/components/inbox/place'
import { TryList } from '@/components/inbox/try-list'
import { toRefusal, useSend } from '@/components/inbox/use-send'
import { Trouble } from '@/components/settings/trouble'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field, Select } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { useDeliveries, useStale } from './queries'
import { DELIVERY_WORDS, sayReason } from './say-delivery'
import type { DeliveryView, PageOf, WebhookView } from './types'

/** Everything sent to one endpoint, newest first; each with its tries. */
export function Deliveries({ of, drawn, mayAct }: { of: WebhookView; drawn: PageOf<DeliveryView>; mayAct: boolean }) {
  const [status, setStatus] = useState('')
  const list = useDeliveries(of.id, status, drawn)
  return (
    <section aria-labelledby="deliveries">
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <h2 id="deliveries" className="text-[1.5rem]">
          Deliveries
        </h2>
        <div className="w-[12em]">
          <Field label="Show">
            {(wiring) => (
              <Select {...wiring} value={status} onChange={({ target }) => setStatus(target.value)}>
                <option value="">All of them</option>
                {Object.entries(DELIVERY_WORDS).map(([value, { word }]) => (
                  <option key={value} value={value}>
                    {word}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        </div>
      </div>
      <div className="mt-4">
        <List list={list} isNarrowed={status !== ''} of={of} mayAct={mayAct} />
      </div>
    </section>
  )
}

type ListProps = { list: ReturnType<typeof useDeliveries>; isNarrowed: boolean; of: WebhookView; mayAct: boolean }

function List({ list, isNarrowed, of, mayAct }: ListProps) {
  if (list.isError && !list.data) {
    return (
      <Callout look="no" title="The deliveries could not be read">
        {toRefusal(list.error).message}
      </Callout>
    )
  }
  if (!list.data) return <Waiting says="Reading its deliveries" />

  const deliveries = list.data.pages.flatMap(({ data }) => data)
  if (deliveries.length === 0) {
    return (
      <p className="border-line border-y py-6 text-soft">
        {isNarrowed ? 'None like this.' : 'Nothing has been sent yet. The next event that fits is sent within seconds.'}
      </p>
    )
  }
  return (
    <>
      <ul aria-label="Deliveries" className="border-line border-b">
        {deliveries.map((delivery) => (
          <DeliveryRow key={delivery.event_id} of={of} delivery={delivery} mayAct={mayAct} />
        ))}
      </ul>
      <MoreItems list={list} />
    </>
  )
}

function DeliveryRow({ of, delivery, mayAct }: { of: WebhookView; delivery: DeliveryView; mayAct: boolean }) {
  const { look, word } = DELIVERY_WORDS[delivery.status]
  const last = delivery.attempts.at(-1)
  const reason = delivery.status === 'DELIVERED' ? null : sayReason(delivery.reason)
  return (
    <li className="border-line border-t py-3.5">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-1.5">
        <div className="min-w-0 flex-[1_1_18rem]">
          <p className="mono">{delivery.type}</p>
          <p className="text-[.9rem] text-soft [overflow-wrap:anywhere]">
            Number {delivery.sequence} of {delivery.subject}
          </p>
        </div>
        <div className="text-[.94rem] sm:text-right">
          <p>
            <Status look={look}>
              {word}
              {last?.status ? `, ${last.status}` : ''}
            </Status>
          </p>
          <p className="text-soft">
            <Time at={last?.at ?? delivery.created_at} />
          </p>
        </div>
      </div>
      {reason ? <p className="mt-1 text-[.94rem] [overflow-wrap:anywhere]">{reason}</p> : null}
      {delivery.due_at && delivery.status === 'RETRYING' ? (
        <p className="mt-1 text-[.94rem] text-soft">
          Next try <Time at={delivery.due_at} />
        </p>
      ) : null}
      <details className="mt-1">
        <summary className="w-fit cursor-pointer py-1 text-[.94rem]">
          {delivery.attempts.length === 1 ? '1 try' : `${delivery.attempts.length} tries`}
          <span className="sr-only">
            {' '}
            of {delivery.type}, number {delivery.sequence}
          </span>
        </summary>
        <div className="mt-2 grid grid-cols-1 gap-3 sm:ml-5">
          <TryList
            label={`Tries of ${delivery.type}, number ${delivery.sequence}`}
            tries={delivery.attempts.map((one) => ({ ...one, reason: sayReason(one.reason) }))}
            done="Delivered"
          />
          <p className="text-[.9rem] text-soft">
            <code className="mono">webhook-id: {delivery.event_id}</code>, the same at each try.
          </p>
          {mayAct ? <ReplayOne of={of} delivery={delivery} /> : null}
        </div>
      </details>
    </li>
  )
}

function ReplayOne({ of, delivery }: { of: WebhookView; delivery: DeliveryView }) {
  const call = usePlaceApi()
  const stale = useStale()
  const toast = useToast()
  const { send, busy, refusal } = useSend(
    (event_id: string, idempotencyKey) =>
      call('POST', `webhooks/${of.id}/replay`, { body: { event_id }, idempotencyKey }),
    () => {
      stale()
      toast({ title: 'It is on its way again' })
    },
  )
  return (
    <div className="grid grid-cols-1 gap-2">
      <div>
        <Button className="min-h-9! px-3! py-1!" busy={busy} onClick={() => send(delivery.event_id)}>
          Send it again
          <span className="sr-only">
            {' '}
            {delivery.type}, number {delivery.sequence}
          </span>
        </Button>
      </div>
      <Trouble title="It was not sent again" refusal={refusal} />
    </div>
  )
}
