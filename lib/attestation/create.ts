import { resolveNetwork } from '@/lib/chain/networks'
import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { asAttester } from './access'
import { type ItemData, toItemData } from './item-data'
import { easAddresses } from './read-eas'
import { requireSchema, type Schema } from './schema/known'
import type { CreateAttestation, CreateBatch } from './schemas'
import { requireIssuer, startWorkflow } from './workflow/start'

/**
 * Asks for one attestation by the organization's issuer. Nothing is sent yet: the workflow tells how far it is. E7005 for a
 * schema the organization may not use, E9004 for fields that cannot be attested, 409 without an issuer on that chain.
 */
export function createAttestation(ctx: Ctx<UserActor>, input: CreateAttestation) {
  return asAttester(ctx, 'attestation.requested', async (ctx) => {
    const { chain_id: chainId, schema: named, priority, ...item } = input
    const schema = await loadSchema(ctx, chainId, named)
    const data = toItemData(item, schema, ctx.now)
    return start(ctx, schema, priority, [{ ...data, priority }])
  })
}

/** As `createAttestation` for up to a thousand at once. One that cannot be attested is named, and none is stored. */
export function createBatch(ctx: Ctx<UserActor>, input: CreateBatch) {
  return asAttester(ctx, 'attestation.requested', async (ctx) => {
    const { chain_id: chainId, schema: named, priority, items } = input
    const schema = await loadSchema(ctx, chainId, named)
    const rows = items.map((item, index) => ({
      ...toItemData(item, schema, ctx.now, `items.${index}.`),
      priority: item.priority ?? priority,
    }))
    const count = rows.length
    return start(ctx, schema, priority, rows, (started) => ({ ...started, count }))
  })
}

function loadSchema(ctx: Ctx<UserActor>, chainId: number, named: string): Promise<Schema> {
  resolveNetwork(chainId)
  easAddresses(chainId)
  return requireSchema(sqlOver(ctx.pool), ctx.actor.organizationId, chainId, named)
}

type Started = { workflow_id: string; status: 'PENDING' }

function start<T = Started>(
  ctx: Ctx<UserActor>,
  { chainId, uid: schemaUid }: Schema,
  priority: number,
  rows: (ItemData & { priority: number })[],
  toAnswer: (started: Started) => T | Started = (started) => started,
) {
  return inSqlTransaction(ctx, async (tx) => {
    const issuer = await requireIssuer(tx, ctx, chainId)
    const id = await startWorkflow(tx, ctx, issuer, { operation: 'ATTEST', chainId, schemaUid, priority, rows })
    return toAnswer({ workflow_id: id, status: 'PENDING' })
  })
}
