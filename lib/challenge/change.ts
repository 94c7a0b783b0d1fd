import { endCases } from '@/lib/committee/case-store'
import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import type { Tx } from '@/lib/db/transaction'
import type { EventType } from '@/lib/event/catalogue'
import { publish } from '@/lib/event/publish'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { type LogEntry, logHash } from '@/lib/proof/log'
import type { Challenge } from './challenge'
import { deadlineOf, endingOf, warningOf } from './deadlines'
import { isTerminal, type Status } from './state'
import { closeOffers, insertLogEntry, updateChallenge } from './store'
import { announceTurns, organizationOf } from './turn'

export type Change = {
  action: string
  /** A DID, "desk" or "chain". */
  actor: string
  /** The status it leads to; left out when it stays. */
  to?: Status
  /** What else is different afterwards. */
  set?: Partial<Challenge>
  /** When the new status ends, where that does not follow from its own rule (lib/challenge/deadlines.ts). */
  deadlineAt?: Date | null
  /** Its panel decided. */
  verdict?: boolean
  /** Hashes, codes, numbers and times only (formats.md, "Receipt"). */
  data?: Record<string, unknown>
  event: EventType
}

/**
 * Saves one change of a challenge with its log entry and its event: the only way a challenge changes (domain §3, "Log").
 * Call it inside the transaction that read `before` under its lock. Returns the challenge as saved; its open offers are
 * those of `set.offers`, or of `before`.
 */
export async function saveChange(tx: Tx, ctx: Ctx, before: Challenge, change: Change): Promise<Challenge> {
  const after = await writeChange(tx, ctx, before, change)
  await publishChange(tx, ctx, after, change.event, await followersOf(tx, after))
  await publishTurns(tx, ctx, before, after)
  return after
}

/** As `saveChange`, without the event: for endings, which tell the receipt that is made of them too (finish.ts). */
export async function writeChange(tx: Tx, ctx: Ctx, before: Challenge, change: Change): Promise<Challenge> {
  const changed = withStatus({ ...before, ...change.set }, change.to ?? before.status, ctx.now)
  const moved = change.deadlineAt ? withDeadline(changed, change.deadlineAt) : changed
  const { entry, hash } = nextEntry(before, change, ctx.now)
  const after: Challenge = {
    ...moved,
    version: before.version + 1,
    logHead: hash,
    logLength: entry.sequence,
    updatedAt: ctx.now,
  }

  await updateChallenge(tx, before, after)
  if (isTerminal(after.status)) await closeOffers(tx, before.id, 'ended', ctx.now)
  await insertLogEntry(tx, before.id, entry, hash)
  if (isTerminal(after.status)) await closeCases(tx, ctx, after, change.verdict)
  return after
}

/** With the challenge its disputes are over: a panel decided them, time ran out, or the parties found another end. */
async function closeCases(tx: Tx, ctx: Ctx, after: Challenge, verdict = false): Promise<void> {
  if (after.cases.length === 0) return
  const ended = after.status === 'EXPIRED' ? 'EXPIRED' : 'WITHDRAWN'
  const status = verdict ? 'DECIDED' : ended
  await endCases(tx, after.id, { status, outcome: status === 'DECIDED' ? after.outcome : null, now: ctx.now })
}

/** The first entry of a new challenge's log. */
export function firstEntry(actor: string, now: Date): { entry: LogEntry; hash: Hex } {
  const entry: LogEntry = {
    sequence: 1,
    at: now.toISOString(),
    actor,
    action: 'create',
    before: null,
    after: 'DRAFT',
    data: {},
  }
  return { entry, hash: logHash(ZERO_HASH, entry) }
}

/** Tells those whose turn it became; also where the chain, and no change of ours, made it theirs. */
export async function publishTurns(tx: Tx, ctx: Ctx, before: Challenge, after: Challenge): Promise<void> {
  const data = toEventData(after)
  await announceTurns(tx, ctx, before, after, (organizationId) => withOwnReference(data, after, organizationId))
}

/** Tells `organizations` that something happened to a challenge. */
export async function publishChange(
  sql: Sql,
  ctx: Ctx,
  challenge: Challenge,
  type: EventType,
  organizations: string[],
): Promise<void> {
  const data = toEventData(challenge)
  await publish(sql, {
    type,
    subject: challenge.id,
    requestId: ctx.requestId,
    now: ctx.now,
    organizations: organizations.map((organizationId) => ({
      organizationId,
      data: withOwnReference(data, challenge, organizationId),
    })),
  })
}

function toEventData(challenge: Challenge): object {
  return {
    challenge_id: challenge.id,
    mode: challenge.mode,
    status: challenge.status,
    revision: challenge.revision,
    outcome: challenge.outcome,
    reason: challenge.reason?.code ?? null,
    receipt_id: challenge.receiptId,
    deadline_at: challenge.deadlineAt?.toISOString() ?? null,
    log: { head: challenge.logHead, length: challenge.logLength },
  }
}

/** The organizations that follow a challenge: the creator's, and once it was sent, the counterparty's. */
export async function followersOf(tx: Tx, challenge: Challenge): Promise<string[]> {
  const other = await organizationOf(tx, challenge, 'counterparty')
  return [...new Set([challenge.organizationId, ...(other ? [other] : [])])]
}

/** A status with the times that hang on it; unchanged when it stays. */
export function withStatus(challenge: Challenge, to: Status, now: Date): Challenge {
  if (to === challenge.status) return challenge
  if (isTerminal(to)) {
    return {
      ...challenge,
      status: to,
      statusSince: now,
      endedAt: now,
      deadlineAt: null,
      deadlineThen: null,
      warnAt: null,
      offers: [],
    }
  }
  return withDeadline({ ...challenge, status: to, statusSince: now }, deadlineOf(to, now, challenge.deadlines))
}

/** Another end of the current status, with its warning. */
export function withDeadline(challenge: Challenge, deadlineAt: Date | null): Challenge {
  return {
    ...challenge,
    deadlineAt,
    deadlineThen: endingOf(challenge.status),
    warnAt: deadlineAt && warningOf(challenge.statusSince, deadlineAt),
  }
}

function nextEntry(before: Challenge, change: Change, now: Date): { entry: LogEntry; hash: Hex } {
  const entry: LogEntry = {
    sequence: before.logLength + 1,
    at: now.toISOString(),
    actor: change.actor,
    action: change.action,
    before: before.status,
    after: change.to ?? before.status,
    data: change.data ?? {},
  }
  return { entry, hash: logHash(before.logHead, entry) }
}

/** `external_id` is the creator's own reference; the other side does not see it. */
function withOwnReference(data: object, challenge: Challenge, organizationId: string): object {
  return organizationId === challenge.organizationId ? { ...data, external_id: challenge.externalId } : data
}
