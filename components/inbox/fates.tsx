'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Callout } from '@/components/ui/callout'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { sayReason } from '@/components/webhook/say-delivery'
import { usePlace, usePlaceApi, usePlaceKey } from './place'
import { placeHref } from './place-type'
import { sayFate } from './say-fate'
import type { FateView } from './types'
import { toRefusal } from './use-send'

const AGAIN_MS = 1_500
/** After everything has ended, or waits for long, there is no hurry. */
const CALM_MS = 10_000

/** What became of one event at every endpoint, as the desk has it, until it has ended everywhere. */
export function useFates(id: string | null) {
  const call = usePlaceApi()
  return useQuery({
    queryKey: ['inbox', 'fates', id, ...usePlaceKey()],
    queryFn: async ({ signal }) =>
      (await call<{ data: FateView[] }>('GET', `events/${id}/deliveries`, { signal })).data,
    enabled: id !== null,
    // An event is readable a moment after it was accepted.
    retry: 5,
    retryDelay: 400,
    refetchInterval: ({ state }) => (isCalm(state.data) ? CALM_MS : AGAIN_MS),
  })
}

function isCalm(fates: FateView[] | undefined): boolean {
  return fates !== undefined && fates.length > 0 && fates.every(({ ended_at }) => ended_at !== null)
}

/** Each endpoint the event went to, how that stands, and when it goes on. */
export function Fates({ id }: { id: string }) {
  const { data, error } = useFates(id)
  if (error && !data) {
    return (
      <Callout look="no" title="What became of it could not be read">
        {toRefusal(error).message}
      </Callout>
    )
  }
  if (!data) return <p className="text-soft">Looking where it went</p>
  if (data.length === 0) return <p className="text-soft">No endpoint has it yet. None may want events of this type.</p>
  return (
    <ul aria-label="Where it went" className="border-line border-b">
      {data.map((fate) => (
        <Fate key={fate.endpoint_id} fate={fate} />
      ))}
    </ul>
  )
}

const KIND_WORDS: Record<FateView['kind'], string> = {
  INBOX: 'Inbox',
  WEBHOOK: 'Webhook',
  HANDLER: 'Handler',
  EMAIL: 'Mail to a member',
  SMS: 'Text message to a member',
}

function Fate({ fate }: { fate: FateView }) {
  const place = usePlace()
  const { look, word } = sayFate(fate)
  const tries = fate.attempts.length
  return (
    <li className="border-line border-t py-3 text-[.94rem]">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <p className="min-w-0 [overflow-wrap:anywhere]">
          {fate.kind === 'WEBHOOK' ? (
            <Link href={placeHref(`/webhooks/${fate.endpoint_id}`, place)} prefetch={false}>
              {fate.name ?? KIND_WORDS.WEBHOOK}
            </Link>
          ) : (
            KIND_WORDS[fate.kind]
          )}
        </p>
        <Status look={look}>{word}</Status>
      </div>
      <p className="text-[.9rem] text-soft [overflow-wrap:anywhere]">
        {tries === 0 ? 'Not tried yet' : tries === 1 ? 'One try' : `${tries} tries`}
        {fate.reason && fate.status !== 'DELIVERED' ? `. ${sayReason(fate.reason)}` : '.'}{' '}
        {fate.due_at && fate.ended_at === null ? (
          <>
            {fate.kind === 'INBOX' ? 'May be leased from' : 'Next try'} <Time at={fate.due_at} withDate={false} />.
          </>
        ) : null}
      </p>
    </li>
  )
}
