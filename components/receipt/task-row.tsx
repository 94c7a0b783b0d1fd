'use client'

import Link from 'next/link'
import { DidName } from '@/components/agent/did-name'
import { SmallRosette } from '@/components/desk/small-rosette'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import type { Hex } from '@/lib/proof/hash'
import { QuorumMeter } from './quorum-meter'
import { STATUS_OF_TASK } from './say-status'
import { headTask } from './say-task'
import type { ReceiptView } from './types'

type Props = { item: ReceiptView /** What this party is asked, in a few words. */; ask: string | null }

/** A task's receipt in a list: what it was, between whom, how far its committee is, and what is asked of the viewer. */
export function TaskRow({ item, ask }: Props) {
  const { id, receipt, status, quorum } = item
  const { look, name } = STATUS_OF_TASK[status]
  return (
    <li className="grid grid-cols-[56px_minmax(0,1fr)] gap-x-4 border-line border-t py-4 sm:grid-cols-[64px_minmax(0,1fr)_170px] sm:gap-x-5 lg:grid-cols-[64px_minmax(0,1fr)_230px]">
      <SmallRosette hash={id as Hex} className="size-14 sm:size-16" />
      <div className="min-w-0">
        <h3 className="text-[1.16rem] [overflow-wrap:anywhere]">
          <Link href={`/receipts/${id}`} prefetch={false} className="decoration-line">
            {headTask(receipt)}
          </Link>
        </h3>
        <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-1 text-[.9rem]">
          {receipt.parties.map(({ role, did }) => (
            <li key={role} className="inline-flex min-w-0 items-center gap-2">
              <span className="text-soft first-letter:uppercase">{role}</span>
              <DidName did={did} copy={false} />
            </li>
          ))}
        </ul>
        {ask ? (
          <p className="mt-1.5">
            <Status look="wait">{ask}</Status>
          </p>
        ) : null}
      </div>
      <div className="col-start-2 mt-2 text-[.92rem] sm:col-start-auto sm:mt-0">
        <p>
          <Status look={look}>{name}</Status>
        </p>
        {status === 'PENDING' || status === 'APPEALED' ? <QuorumMeter quorum={quorum} /> : null}
        <p className="mt-0.5 text-soft">
          <Time at={receipt.issued_at} />
        </p>
      </div>
    </li>
  )
}
