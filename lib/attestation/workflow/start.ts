import { addSeconds } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { notNow } from '../access'
import { holdActiveIssuer, type IssuerRow } from '../issuer/store'
import { enqueueAttest } from '../send/enqueue-attest'
import { ITEM_TTL_SECONDS, type Operation } from '../types'
import { insertWorkflow, type NewRow } from './store'

type Start = { operation: Operation; chainId: number; schemaUid: Hex; priority: number; rows: Omit<NewRow, 'id'>[] }

/**
 * Stores what is to be attested or revoked and asks the worker to send it, as part of the caller's transaction. The issuer
 * cannot end before it commits. Returns the workflow's id.
 */
export async function startWorkflow(sql: Sql, ctx: Ctx<UserActor>, issuer: IssuerRow, start: Start): Promise<string> {
  const { operation, chainId, schemaUid, priority } = start
  const { organizationId, userId } = ctx.actor
  const id = newId()
  const flow = { id, organizationId, issuerId: issuer.id, operation, chainId, schemaUid, priority, createdBy: userId }
  const rows = start.rows.map((row) => ({ ...row, id: newId() }))
  await insertWorkflow(sql, { ...flow, now: ctx.now }, rows, addSeconds(ctx.now, ITEM_TTL_SECONDS))
  await enqueueAttest(sql, chainId)
  return id
}

/** The issuer of the caller's organization on a chain, for the rest of the transaction. 409 when there is none. */
export async function requireIssuer(sql: Sql, ctx: Ctx<UserActor>, chainId: number): Promise<IssuerRow> {
  const issuer = await holdActiveIssuer(sql, ctx.actor.organizationId, chainId)
  if (!issuer) throw notNow('Nobody attests for your organization on that chain yet. POST issuers names somebody.')
  if (issuer.valid_until && issuer.valid_until <= ctx.now) throw ended(issuer.address)
  return issuer
}

function ended(address: string) {
  return notNow(`The delegation of ${address} ended. An owner or admin signs a new one with POST issuers.`)
}
