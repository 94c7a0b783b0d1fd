'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import { usePlace, usePlaceApi } from '@/components/inbox/place'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Hash } from '@/components/ui/hash'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { readBatch } from './batch-store'
import { toFailedRows } from './failed-rows'
import { isUnderWay, useStale, useWorkflow } from './queries'
import type { CsvRow } from './read-csv'
import { saveFile } from './save-file'
import { nameWorkflow, sayItem, sayWorkflow } from './say-item'
import { keepPlan, restPlan } from './sends-store'
import type { IssuerView, ItemView, WorkflowView as Workflow } from './views'
import { writeFailures } from './write-csv'

const WalletSends = lazy(() => import('./wallet-sends'))

const STEP = 100

/** How far a batch is: a bar with counts, each row’s result, and what failed as a file. */
export function WorkflowView({ drawn, issuer }: { drawn: Workflow; issuer: IssuerView | null }) {
  const { data: workflow = drawn, dataUpdatedAt } = useWorkflow(drawn)
  const rows = useRows(workflow.id)
  const failed = workflow.items.filter(({ status }) => status === 'FAILED' || status === 'EXPIRED')
  const { look, name } = sayWorkflow(workflow.status)
  const ended = workflow.confirmed + workflow.failed
  const waits = workflow.items.filter(({ status }) => status === 'PENDING').length
  useEffect(() => {
    if (waits === 0) restPlan(workflow.id)
  }, [waits, workflow.id])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <section aria-labelledby="how-far" className="grid max-w-[46em] grid-cols-[minmax(0,1fr)] gap-3">
        <h2 id="how-far" className="text-[1.5rem]">
          {nameWorkflow(workflow)}
        </h2>
        <p className="flex flex-wrap items-baseline gap-x-5">
          <Status look={look}>{name}</Status>
          <span className="text-soft">
            asked for <Time at={workflow.created_at} />
          </span>
        </p>
        <Progress done={ended} total={workflow.total} label="Ended" />
        <p role="status" className="text-soft tabular-nums">
          {workflow.confirmed} confirmed, {workflow.failed} failed, {workflow.total - ended} on their way
        </p>
        {isUnderWay(workflow.status) && issuer?.kind !== 'WALLET' ? (
          <p className="text-soft">
            You need not stay. What is not sent within five minutes of a reachable chain fails.
          </p>
        ) : null}
      </section>
      {issuer?.kind === 'WALLET' && waits > 0 ? (
        <Suspense fallback={<Waiting says="Getting it ready" />}>
          <WalletSends workflowId={workflow.id} from={issuer.address} waits={waits} readAt={dataUpdatedAt} />
        </Suspense>
      ) : null}
      {failed.length > 0 && !isUnderWay(workflow.status) ? (
        <Failed workflow={workflow} failed={failed} rows={rows} />
      ) : null}
      <Items items={workflow.items} rows={rows} />
    </div>
  )
}

/** What was sent, as far as this browser knows it. */
function useRows(id: string): CsvRow[] | null {
  const [rows, setRows] = useState<CsvRow[] | null>(null)
  useEffect(() => setRows(readBatch(id)), [id])
  return rows
}

type FailedProps = { workflow: Workflow; failed: readonly ItemView[]; rows: CsvRow[] | null }

function Failed({ workflow, failed, rows }: FailedProps) {
  const { role } = usePlace()
  const call = usePlaceApi()
  const stale = useStale()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const lines = workflow.operation === 'ATTEST' ? toFailedRows(failed, rows) : null
  const replay = async () => {
    setBusy(true)
    setRefused(null)
    try {
      const answer = await call<{ replayed: number; left_out: number }>(
        'POST',
        `attestation-workflows/${workflow.id}/replay`,
        { body: {} },
      )
      // What is tried anew is prepared anew.
      keepPlan(workflow.id, null)
      await stale()
      const left = answer.left_out > 0 ? `${answer.left_out} were tried three times already.` : undefined
      toast({ title: `${answer.replayed} are tried anew`, ...(left ? { says: left } : {}) })
    } catch (error) {
      setRefused(error instanceof Error ? error.message : 'The desk cannot be reached. Try again in a moment.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-labelledby="failed" className="max-w-[46em]">
      <h2 id="failed" className="text-[1.28rem]">
        What did not go through
      </h2>
      <p className="mt-1 text-soft">
        {failed.length === 1 ? 'One item' : `${failed.length} items`}, and only{' '}
        {failed.length === 1 ? 'this one' : 'these'}: the others stand.{' '}
        {lines
          ? 'Put them right in the file and issue that, or try them anew as they are.'
          : 'They can be tried anew as they are.'}
      </p>
      <p className="mt-4 flex flex-wrap gap-3">
        {lines ? (
          <Button onClick={() => saveFile(`failed-${workflow.id.slice(0, 8)}.csv`, writeFailures(lines))}>
            Download them as CSV
          </Button>
        ) : null}
        {['owner', 'admin', 'issuer'].includes(role) ? (
          <Button busy={busy} onClick={() => void replay()}>
            Try them anew
          </Button>
        ) : null}
      </p>
      <div role="alert" className="mt-3 empty:hidden">
        {refused ? (
          <Callout look="no" title="Nothing was tried">
            {refused}
          </Callout>
        ) : null}
      </div>
    </section>
  )
}

function Items({ items, rows }: { items: readonly ItemView[]; rows: CsvRow[] | null }) {
  const [shown, setShown] = useState(STEP)
  return (
    <section aria-labelledby="items">
      <h2 id="items" className="mb-3 text-[1.28rem]">
        Each of them
      </h2>
      <Table label="Their results">
        <thead>
          <tr>
            <Th>{rows ? 'Row' : 'Number'}</Th>
            <Th>Result</Th>
            <Th className="hidden sm:table-cell">Attestation</Th>
            <Th className="hidden pr-0! md:table-cell">Transaction</Th>
          </tr>
        </thead>
        <tbody>
          {items.slice(0, shown).map((item) => (
            <ItemRow key={item.index} item={item} row={rows?.[item.index]?.row ?? item.index + 1} />
          ))}
        </tbody>
      </Table>
      {items.length > shown ? (
        <p className="mt-4">
          <Button onClick={() => setShown((before) => before + STEP)}>
            Show {Math.min(STEP, items.length - shown)} more of {items.length}
          </Button>
        </p>
      ) : null}
    </section>
  )
}

function ItemRow({ item: { status, uid, tx_hash, error }, row }: { item: ItemView; row: number }) {
  const { look, name } = sayItem(status)
  const none = <span className="text-soft">none yet</span>
  return (
    <tr>
      <Td className="tabular-nums">{row}</Td>
      <Td>
        <Status look={look}>{name}</Status>
        {error ? (
          <span className="block text-[.9rem] text-soft [overflow-wrap:anywhere]">
            {error.text} <span className="mono">{error.code}</span>
          </span>
        ) : null}
        {uid ? (
          <span className="block text-[.9rem] sm:hidden">
            <Hash value={uid} label="uid" />
          </span>
        ) : null}
      </Td>
      <Td className="hidden sm:table-cell">{uid ? <Hash value={uid} label="uid" /> : none}</Td>
      <Td className="hidden pr-0! md:table-cell">{tx_hash ? <Hash value={tx_hash} label="transaction" /> : none}</Td>
    </tr>
  )
}
