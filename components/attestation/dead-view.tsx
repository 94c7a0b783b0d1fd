'use client'

import Link from 'next/link'
import { MoreItems } from '@/components/inbox/more-items'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { asState } from '@/components/inbox/use-send'
import { AskOnce } from '@/components/settings/ask-once'
import { Address } from '@/components/ui/address'
import { Empty } from '@/components/ui/empty'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import { MAX_REPLAYS } from '@/lib/attestation/types'
import { useDead, useStale } from './queries'
import { sayItem } from './say-item'
import { keepPlan } from './sends-store'
import type { DeadView as Dead, PageOf } from './views'

/** Attestations and revocations that did not go through, the last first, each with why and a way to try it anew. */
export function DeadView({ drawn }: { drawn: PageOf<Dead> }) {
  const list = useDead(drawn)
  if (!list.data) return <Waiting says="Reading dead letters" />
  const items = list.data.pages.flatMap(({ data }) => data)
  if (items.length === 0) {
    return (
      <Empty title="Nothing failed">
        <p>
          What a chain would not take, or what could not be sent in time, stands here with why. It can be tried anew
          three times.
        </p>
      </Empty>
    )
  }
  return (
    <>
      <ul aria-label="Dead letters" className="border-line border-b">
        {items.map((item) => (
          <DeadRow key={`${item.workflow_id}.${item.index}`} item={item} />
        ))}
      </ul>
      <MoreItems list={list} />
    </>
  )
}

function DeadRow({ item }: { item: Dead }) {
  const place = usePlace()
  const call = usePlaceApi()
  const stale = useStale()
  const { workflow_id, index, status, operation, recipient, error, replays, updated_at } = item
  const mayReplay = ['owner', 'admin', 'issuer'].includes(place.role) && replays < MAX_REPLAYS
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-t py-4">
      <div className="min-w-0 flex-[1_1_18rem]">
        <p className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
          <Status look="no">{sayItem(status).name}</Status>
          <span>{operation === 'ATTEST' ? 'Attestation' : 'Revocation'}</span>
          {recipient ? (
            <span>
              about <Address value={recipient} />
            </span>
          ) : null}
        </p>
        {error ? (
          <p className="mt-1 [overflow-wrap:anywhere]">
            {error.text} <span className="mono text-soft">{error.code}</span>
          </p>
        ) : null}
        <p className="mt-1 text-[.9rem] text-soft">
          <Time at={updated_at} />,{' '}
          <Link href={placeHref(`/attestations/workflows/${workflow_id}`, place)} prefetch={false}>
            number {index + 1} of what was asked for together
          </Link>
          {replays > 0 ? `, tried anew ${replays} of ${MAX_REPLAYS} times` : ''}
        </p>
      </div>
      {mayReplay ? (
        <div>
          <AskOnce
            label="Try it anew"
            of={`number ${index + 1}`}
            title="Try it anew?"
            says="It is sent again as it was asked for. What made it fail before may make it fail again; it can be tried three times."
            action="Try it anew"
            run={() =>
              asState(call('POST', `attestation-workflows/${workflow_id}/replay`, { body: { indexes: [index] } }))
            }
            done="It is tried anew"
            onDone={() => {
              // What is tried anew is prepared anew.
              keepPlan(workflow_id, null)
              void stale()
            }}
          />
        </div>
      ) : null}
    </li>
  )
}
