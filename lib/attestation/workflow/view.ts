import { caip2 } from '@/lib/proof/chains'
import type { ItemCounts, WorkflowStatus } from '../types'
import { timeOf } from '../view'
import type { DeadRow, ItemRow, WorkflowRow } from './store'

/** Pure: what a workflow is as a whole. */
export function statusOf(counts: ItemCounts, total: number): WorkflowStatus {
  const { PENDING: pending = 0, CONFIRMED: confirmed = 0, FAILED: failed = 0, EXPIRED: expired = 0 } = counts
  if (pending === total) return 'PENDING'
  if (confirmed === total) return 'CONFIRMED'
  if (failed + expired === total) return 'FAILED'
  return confirmed + failed + expired === total ? 'PARTLY_FAILED' : 'RUNNING'
}

export function toWorkflow(row: WorkflowRow) {
  const { CONFIRMED: confirmed = 0, FAILED: failed = 0, EXPIRED: expired = 0 } = row.counts
  return {
    id: row.id,
    operation: row.operation,
    chain_id: caip2(row.chain_id),
    schema_uid: row.schema_uid,
    issuer_id: row.issuer_id,
    status: statusOf(row.counts, row.total),
    confirmed,
    failed: failed + expired,
    total: row.total,
    created_at: row.created_at,
  }
}

/** One line of a workflow. What it became is told only once the chain has said so. */
export function toItem({ index, status, uid, tx_hash, error_code, error, ...row }: ItemRow) {
  const { recipient, integra_hash, token_id, capabilities } = row
  return {
    index,
    status,
    recipient,
    integra_hash,
    token_id,
    capabilities,
    expiration_time: timeOf(row.expiration_time),
    uid: uid ?? undefined,
    tx_hash: tx_hash ?? undefined,
    error: error === null ? undefined : { code: error_code ?? 'E9001', text: error },
  }
}

export function toDeadItem(row: DeadRow) {
  const { workflow_id, operation, replays, updated_at } = row
  return { ...toItem(row), workflow_id, operation, chain_id: caip2(row.chain_id), replays, updated_at }
}
