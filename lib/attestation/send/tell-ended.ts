import type { Sql } from '@/lib/db/sql'
import type { EventType } from '@/lib/event/catalogue'
import { publish } from '@/lib/event/publish'
import { caip2 } from '@/lib/proof/chains'
import { tell } from '@/lib/tail/tell'
import { type EndedItem, endItems } from './item-store'
import type { Refusal } from './sift'

/** Tells the organization of each item what became of it, as part of the caller's transaction. */
export async function tellEnded(
  sql: Sql,
  ended: readonly EndedItem[],
  status: 'CONFIRMED' | 'FAILED' | 'EXPIRED',
  now: Date,
): Promise<void> {
  for (const item of ended) {
    const data = {
      workflow_id: item.workflow_id,
      index: item.index,
      chain_id: caip2(item.chain_id),
      uid: item.uid,
      operation: item.operation,
      status,
      tx_hash: item.tx_hash,
      error: item.error,
    }
    await publish(sql, {
      type: typeOf(item, status),
      subject: item.workflow_id,
      organizations: [{ organizationId: item.organization_id, data }],
      now,
    })
  }
}

function typeOf({ operation }: EndedItem, status: string): EventType {
  if (status !== 'CONFIRMED') return 'attestation.failed'
  return operation === 'REVOKE' ? 'attestation.revoked' : 'attestation.confirmed'
}

/** Ends items that will not be on the chain, and says so, as part of the caller's transaction. */
export async function failItems(
  sql: Sql,
  failed: readonly { id: string; refusal: Refusal }[],
  now: Date,
  status: 'FAILED' | 'EXPIRED' = 'FAILED',
): Promise<void> {
  if (failed.length === 0) return

  const rows = failed.map(({ id, refusal }) => ({ id, code: refusal.name, error: refusal.sentence }))
  const ended = await endItems(sql, status, rows, now)
  await tellEnded(sql, ended, status, now)
  for (const { organization_id, workflow_id, index, error } of ended) {
    tell({
      organizationId: organization_id,
      level: 'warn',
      source: 'attestations',
      message: `Attestation ${index} did not get to its chain: ${error}`,
      context: { workflow_id, index, status },
    })
  }
}
