import { addSeconds } from '@/lib/clock'
import type { Actor, Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { ZERO_HASH } from '@/lib/proof/hash'
import { auditHash } from './entry'
import { countRefusals, findHead, insertEntry, lockChain } from './store'

/** What JSON can hold; no undefined, so that what is hashed is what comes back. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/** Somebody signed in, or the desk itself. */
export type AuditActor = Actor | Pick<UserActor, 'kind' | 'userId' | 'keyId'>

export type AuditRecord = {
  organizationId: string
  actor: AuditActor
  /** `noun.verb` in the past: `webhook.created`. */
  action: string
  /** `noun:<id>` */
  target?: string | null
  /**
   * Ids, words of ours, numbers and times. Nothing a person wrote, no address, URL or secret: the log is never changed, so
   * what is in it cannot be erased.
   */
  details?: { [name: string]: Json }
  /** false: refused. */
  allowed?: boolean
  requestId: string | null
  now: Date
}

/**
 * Writes one entry into an organization's audit log, as part of the caller's transaction: rolled back, it never was. The
 * chain is locked until that transaction ends, so record last, just before the commit.
 */
export async function recordAudit(tx: Sql, record: AuditRecord): Promise<void> {
  await lockChain(tx, record.organizationId)
  const head = await findHead(tx, record.organizationId)
  const previous = head?.hash ?? ZERO_HASH
  const entry = {
    organization_id: record.organizationId,
    sequence: (head?.sequence ?? 0) + 1,
    at: record.now.toISOString(),
    actor: nameActor(record.actor),
    action: record.action,
    target: record.target ?? null,
    allowed: record.allowed ?? true,
    details: record.details ?? {},
    request_id: record.requestId,
  }
  await insertEntry(tx, entry, previous, auditHash(previous, entry))
}

/** As many refusals of one caller in one organization are kept per hour; the rest are only counted by the rate limits. */
export const MAX_REFUSALS_PER_HOUR = 20

type Refusal = Pick<AuditRecord, 'action' | 'target' | 'details'> & {
  /** The organization the caller tried to act in; the one the call acts in unless said. */
  organizationId?: string
}

/**
 * Keeps that the caller tried `action` and was refused, in a transaction of its own, since the caller's is rolled back.
 * For refusals of members only: a stranger may not write into an organization's log. At most 20 an hour of one caller,
 * so that a loop of refused calls cannot fill it. Never throws: the refusal itself is what the caller has to hear.
 */
export async function recordRefusal(ctx: Ctx<UserActor>, refusal: Refusal): Promise<void> {
  const { organizationId = ctx.actor.organizationId, ...what } = refusal
  const actor = nameActor(ctx.actor)
  const isFull = async (sql: Sql) =>
    (await countRefusals(sql, organizationId, actor, addSeconds(ctx.now, -3600))) >= MAX_REFUSALS_PER_HOUR
  try {
    // Asked before the lock, so that a flood does not stand in line; and again under it, so that the bound holds.
    if (await isFull(sqlOver(ctx.pool))) return
    await inSqlTransaction({ pool: ctx.pool }, async (tx) => {
      await lockChain(tx, organizationId)
      if (await isFull(tx)) return
      const { actor: who, requestId, now } = ctx
      await recordAudit(tx, { ...what, organizationId, actor: who, allowed: false, requestId, now })
    })
  } catch (err) {
    log.warn({ err, action: refusal.action }, 'a refusal could not be recorded')
  }
}

/** user:<id>, key:<id>, or desk. */
export function nameActor(actor: AuditActor): string {
  if (actor.kind === 'system') return 'desk'
  if (actor.kind === 'anonymous') throw new Error('Nobody cannot act')
  return actor.keyId === null ? `user:${actor.userId}` : `key:${actor.keyId}`
}
