'use client'

import Link from 'next/link'
import { agentHref } from '@/components/agent/agent-href'
import { DidName } from '@/components/agent/did-name'
import { ApiProblem } from '@/components/data/api'
import { SmallRosette } from '@/components/desk/small-rosette'
import { Callout } from '@/components/ui/callout'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import { Time } from '@/components/ui/time'
import type { Hex } from '@/lib/proof/hash'
import { CommitteeSection } from './committee-section'
import { STATUS_OF_TASK } from './say-status'
import { headTask, listMetrics, sayCredits } from './say-task'
import { StatementsSection } from './statements-section'
import { TaskStanding } from './task-standing'
import type { ReceiptView } from './types'
import { type LoadedTask, useTask } from './use-task'

/** A task's receipt as its sides and its committee see it: what it was, who judges, who said what, and what is next. */
export function TaskPage({ loaded }: { loaded: LoadedTask }) {
  const { receipt, committee, problem, settled, look } = useTask(loaded)
  return (
    <div className="pt-10">
      <Head item={receipt} />
      {problem instanceof ApiProblem ? (
        <div role="alert" className="mb-7">
          <Callout look="wait" title="This may be out of date">
            {problem.detail}
          </Callout>
        </div>
      ) : null}
      <div className="mt-8 grid grid-cols-[minmax(0,1fr)] gap-x-14 gap-y-10 lg:grid-cols-[minmax(0,1fr)_minmax(0,372px)]">
        <aside aria-label="What is next" className="min-w-0 lg:order-last">
          <TaskStanding
            item={receipt}
            committee={committee}
            names={settled ? loaded.names : []}
            settled={settled}
            onChanged={look}
          />
        </aside>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-11">
          <What item={receipt} />
          <CommitteeSection committee={committee} names={loaded.names} />
          <StatementsSection statements={receipt.attestations} />
        </div>
      </div>
    </div>
  )
}

function Head({ item: { id, receipt, status } }: { item: ReceiptView }) {
  const { look, name } = STATUS_OF_TASK[status]
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-6">
      <div className="min-w-0">
        <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">{headTask(receipt)}</h1>
        <p className="mt-2 flex flex-wrap items-baseline gap-x-5 gap-y-1">
          <Status look={look}>{name}</Status>
          <Link href={`/proof/${id}`} prefetch={false}>
            Its receipt, to check and to print
          </Link>
        </p>
      </div>
      <SmallRosette hash={id as Hex} className="hidden size-24 sm:block" />
    </div>
  )
}

function What({ item: { id, receipt, finalized_at } }: { item: ReceiptView }) {
  const { task } = receipt
  if (!task) return null
  const metrics = listMetrics(task.metrics)
  return (
    <section aria-labelledby="what">
      <h2 id="what" className="text-[1.5rem]">
        What it was
      </h2>
      <p className="mt-2 max-w-[44em] text-soft">
        Both sides signed this. The receipt has the hashes of what went in and came out, not the things themselves: ask
        the sides for those, and compare.
      </p>
      <div className="mt-4">
        <Facts
          rows={[
            ['Client', <DidName key="client" did={task.client_did} />],
            [
              'Provider',
              <span key="provider" className="inline-flex flex-wrap items-center gap-x-4">
                <DidName did={task.agent_did} />
                <Link href={agentHref(task.agent_did)} prefetch={false}>
                  What its receipts say
                </Link>
              </span>,
            ],
            ['Signed', <Time key="at" at={receipt.issued_at} />],
            ...(finalized_at ? [['Decided', <Time key="decided" at={finalized_at} />] as const] : []),
            ['Worth', `${sayCredits(task.amount_atomic)} credits`],
            ['What went in', <Hash key="in" value={task.inputs_hash} label="hash of what went in" />],
            ['What came out', <Hash key="out" value={task.outputs_hash} label="hash of what came out" />],
            ...metrics,
            ['Receipt', <Hash key="id" value={id} label="receipt" />],
          ]}
        />
      </div>
    </section>
  )
}
