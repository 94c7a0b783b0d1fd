'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { caseKey } from '@/components/case/case-key'
import { openerOf, sayPanelShort } from '@/components/case/say-case'
import type { CaseView } from '@/components/case/types'
import { api } from '@/components/data/api'
import { pressable } from '@/components/ui/button'
import { useOpenChallenge } from './challenge-context'
import { capitalize, sayParty } from './words'

/** A panel that is drawn on the chain is seen only by looking. */
const LOOK_AGAIN_MS = 10_000

/** That there is a dispute, how far it is, and the way to it. Only the two know what it is about. */
export function DisputeSection() {
  const { challenge, settled } = useOpenChallenge()
  const { id, case_id: caseId, your_role: role } = challenge
  const isParty = role === 'creator' || role === 'counterparty'
  const { data } = useQuery({
    queryKey: caseKey(id, caseId ?? ''),
    queryFn: () => api<CaseView>('GET', `cases/${caseId}`),
    enabled: caseId !== undefined && isParty && settled,
    refetchInterval: ({ state }) => (state.data?.status === 'OPEN' ? LOOK_AGAIN_MS : false),
    retry: false,
  })
  if (!caseId || !isParty) return null
  return (
    <section aria-labelledby="dispute">
      <h2 id="dispute" className="text-[1.5rem]">
        The dispute
      </h2>
      <p role="status" className="mt-2">
        {data ? sayPanelShort(data) : 'It is written down.'}
      </p>
      {data?.reason ? (
        <p className="mt-2 border-edge border-l-2 pl-4 text-soft [overflow-wrap:anywhere]">
          <span className="sr-only">{capitalize(sayParty(openerOf(data), role))} wrote: </span>
          {shorten(data.reason)}
        </p>
      ) : null}
      <p className="mt-3">
        <Link href={`/cases/${caseId}`} prefetch={false} className={pressable()}>
          {data && data.status !== 'OPEN' && data.status !== 'PREPARED' ? 'Read it' : 'Read it, and show files'}
        </Link>
      </p>
    </section>
  )
}

const SHOWN = 240

/** Its beginning; the whole of it is a press away. */
function shorten(reason: string): string {
  return reason.length > SHOWN ? `${reason.slice(0, SHOWN).trimEnd()}…` : reason
}
