import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { notNow } from '../access'
import { attestCall, revokeCall, ZERO_ADDRESS, ZERO_UID } from '../encode'
import { findIssuers, type IssuerRow } from '../issuer/store'
import { easAddresses } from '../read-eas'
import { loadWorkflow } from './get'
import { findWaiting, type WaitingRow, type WorkflowRow } from './store'

/** As many items one transaction of a wallet carries. */
const CHUNK = 50

/**
 * The transactions an organization's own wallet sends for what still waits in a workflow. What somebody
 * said was sent (`noteSent`) is left out, but for `resend`. The desk finds on the chain what became of them. 409 when its issuer is no wallet, since then the desk or its executors send.
 */
export async function prepareWorkflow(ctx: Ctx<UserActor>, { id, resend = false }: { id: string; resend?: boolean }) {
  const sql = sqlOver(ctx.pool)
  const actor = requireUser(ctx)
  const flow = await loadWorkflow(sql, actor, id)
  const issuer = await requireWallet(sql, actor, flow)

  const all = await findWaiting(sql, id)
  const waiting = all.filter(({ sent_hash }) => resend || sent_hash === null)
  const { eas } = easAddresses(flow.chain_id)
  const chunks = Array.from({ length: Math.ceil(waiting.length / CHUNK) }, (_, at) =>
    waiting.slice(at * CHUNK, (at + 1) * CHUNK),
  )
  return {
    from: issuer.address,
    calls: chunks.map((rows) => ({
      to: eas,
      data: callOf(flow, rows),
      value: '0',
      chain_id: caip2(flow.chain_id),
      says: say(flow, rows),
      indexes: rows.map(({ index }) => index),
    })),
    sent: all.length - waiting.length,
  }
}

/** The issuer of a workflow whose transactions come from a wallet of the organization. 409 for another kind. */
export async function requireWallet(sql: Sql, { organizationId }: UserActor, flow: WorkflowRow): Promise<IssuerRow> {
  const [issuer] = await findIssuers(sql, { organizationId, id: flow.issuer_id })
  if (issuer?.kind === 'WALLET') return issuer
  throw notNow('Nothing is left for a wallet: this issuer’s transactions are sent for it.')
}

function callOf({ operation, schema_uid }: WorkflowRow, rows: WaitingRow[]): Hex {
  if (operation === 'REVOKE')
    return revokeCall(
      schema_uid,
      rows.map(({ uid }) => uid ?? ZERO_UID),
    )
  return attestCall(schema_uid, rows.map(toData))
}

function toData({ recipient, data, ref_uid, expiration_time, revocable }: WaitingRow) {
  return {
    recipient: recipient ?? ZERO_ADDRESS,
    expirationTime: BigInt(expiration_time),
    revocable,
    refUID: ref_uid ?? ZERO_UID,
    data: data ?? ('0x' as const),
  }
}

function say({ operation }: WorkflowRow, { length }: WaitingRow[]): string {
  const what = length === 1 ? 'one attestation' : `${length} attestations`
  return operation === 'REVOKE' ? `Revoke ${what} of your organization` : `Make ${what} for your organization`
}
