'use client'

import Link from 'next/link'
import { MoreItems } from '@/components/inbox/more-items'
import { usePlace } from '@/components/inbox/place'
import { placeHref } from '@/components/inbox/place-type'
import { pressable } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import { AttestationTable } from './attestation-table'
import { isUnderWay, useAttestations, useWorkflows } from './queries'
import { nameWorkflow, sayWorkflow } from './say-item'
import type { AttestationView, PageOf, WorkflowRow } from './views'

type Props = {
  sent: PageOf<AttestationView>
  received: PageOf<AttestationView>
  workflows: PageOf<WorkflowRow>
}

/** What is on its way, what the organization has sent, and what others say of the viewer’s wallets. */
export function AttestationsView({ sent, received, workflows }: Props) {
  const place = usePlace()
  const out = useAttestations('sent', sent)
  const into = useAttestations('received', received)
  const sentRows = out.data?.pages.flatMap(({ data }) => data)
  const receivedRows = into.data?.pages.flatMap(({ data }) => data)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-11">
      <Workflows drawn={workflows} />
      <section aria-labelledby="sent">
        <h2 id="sent" className="mb-3 text-[1.5rem]">
          Sent
        </h2>
        {!sentRows ? (
          <Waiting says="Reading attestations" />
        ) : sentRows.length === 0 ? (
          <Empty
            title="Nothing is attested yet"
            action={
              <Link href={placeHref('/attestations/new', place)} prefetch={false} className={pressable('next')}>
                Issue one
              </Link>
            }
          >
            <p>
              An attestation says on a chain what a wallet may do with a document. Your organization’s own address is
              its attester, and only it can revoke it.
            </p>
          </Empty>
        ) : (
          <>
            <AttestationTable label="Attestations sent" direction="sent" rows={sentRows} />
            <MoreItems list={out} />
          </>
        )}
      </section>
      <section aria-labelledby="received">
        <h2 id="received" className="mb-3 text-[1.5rem]">
          Received
        </h2>
        {!receivedRows ? (
          <Waiting says="Reading attestations" />
        ) : receivedRows.length === 0 ? (
          <p className="text-soft">Nobody on this desk has attested anything about your wallets yet.</p>
        ) : (
          <>
            <AttestationTable label="Attestations received" direction="received" rows={receivedRows} />
            <MoreItems list={into} />
          </>
        )}
      </section>
    </div>
  )
}

function Workflows({ drawn }: { drawn: PageOf<WorkflowRow> }) {
  const place = usePlace()
  const list = useWorkflows(drawn)
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? []
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="workflows">
      <h2 id="workflows" className="mb-3 text-[1.5rem]">
        Asked for
      </h2>
      <ul className="border-line border-b">
        {rows.map((row) => {
          const { look, name } = sayWorkflow(row.status)
          return (
            <li
              key={row.id}
              className="grid gap-x-6 gap-y-1 border-line border-t py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,16rem)]"
            >
              <div className="min-w-0">
                <Link href={placeHref(`/attestations/workflows/${row.id}`, place)} prefetch={false}>
                  {nameWorkflow(row)}
                </Link>
                <span className="block text-[.9rem] text-soft">
                  <Time at={row.created_at} />
                </span>
              </div>
              <div>
                <Status look={look}>{name}</Status>
                {isUnderWay(row.status) ? (
                  <Progress done={row.confirmed + row.failed} total={row.total} label="Ended" />
                ) : row.failed > 0 ? (
                  <span className="block text-[.9rem] text-soft">
                    {row.confirmed} confirmed, {row.failed} not
                  </span>
                ) : null}
              </div>
            </li>
          )
        })}
      </ul>
      <MoreItems list={list} />
    </section>
  )
}
