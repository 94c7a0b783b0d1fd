import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { ITEM_TTL_SECONDS } from '../../types'
import { directCall } from '../calls'
import { confirmMined, type Looked, recordMined, reload } from '../confirm'
import type { EasChain, Landed } from '../eas-chain'
import { adopt, leaveTaken, readResults, readStandings } from '../find-results'
import { holdItems, releaseItems } from '../item-store'
import { REORG_BLOCKS } from '../limits'
import { matchResults } from '../match'
import type { Refusal } from '../sift'
import {
  endSubmission,
  findIssuer,
  forgetTransaction,
  insertSubmission,
  listItems,
  markQueued,
  noteHanded,
} from '../store'
import type { AttestationSubmission, Issuer, PendingItem } from '../submission'
import { leaveOutBad, requireUsable, waitWith } from '../submit-group'
import { failItems } from '../tell-ended'
import type { Broker } from './broker'
import { executionMessage, MESSAGE_TTL_MS, queueOf } from './message'

const NO_BROKER: Refusal = {
  name: 'NO_BROKER',
  sentence: 'This desk has no RabbitMQ to reach executors by: its operator sets RABBITMQ_URL.',
}

/** Makes a group of items of an executor a submission in the outbox; the next step hands it to the queue. */
export async function queueGroup(
  ctx: Ctx,
  issuer: Issuer,
  group: readonly PendingItem[],
  chain: EasChain,
  broker: Broker | null,
): Promise<void> {
  const unusable = requireUsable(issuer, ctx.now)
  if (unusable) {
    const failed = group.map(({ id }) => ({ id, refusal: unusable }))
    return inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => failItems(tx, failed, ctx.now))
  }
  if (!broker) return waitWith(ctx, group, NO_BROKER)

  // A message is about one workflow.
  const own = group.filter(({ workflow_id }) => workflow_id === group[0]?.workflow_id)
  const items = await leaveOutBad(ctx, issuer, own, chain)
  const [first] = items
  if (!first) return
  const { number } = await chain.head()
  await inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) =>
    insertSubmission(tx, {
      ...{ id: newId(), chainId: issuer.chainId, issuerId: issuer.id, operation: first.operation, state: 'QUEUED' },
      ...{ schemaUid: first.schema_uid, easNonce: null, to: chain.address, data: directCall(first.schema_uid, items) },
      ...{ txHash: null, blockNumber: null, blockHash: null, deadline: null, feeWei: 0n, signedUntil: null },
      fromBlock: Math.max(0, number - REORG_BLOCKS),
      itemIds: items.map(({ id }) => id),
      now: ctx.now,
    }),
  )
}

const SILENT_SECONDS = 3_600
const SILENT: Refusal = {
  name: 'EXECUTOR_SILENT',
  sentence: 'The executor took it and said nothing for an hour, and nothing of it stands on the chain.',
}
const SENT_SECONDS = 86_400
const LOST: Refusal = {
  name: 'EXECUTOR_LOST',
  sentence: 'The transaction the executor named has been in no block for a day, and the chain no longer knows it.',
}
const REVERTED: Refusal = { name: 'REVERTED', sentence: 'The executor’s transaction was reverted.' }

/** As long a message lives in its queue, and again for whoever took it last. */
const TAKEN_SECONDS = (2 * MESSAGE_TTL_MS) / 1000
const NOT_QUEUED: Refusal = {
  name: 'EXPIRED',
  sentence: `It could not be put into its queue for ${ITEM_TTL_SECONDS / 60} minutes: the desk did not reach its RabbitMQ.`,
}

/**
 * Takes what an executor has to send as far as it goes now: hands it to its queue, and looks on the chain for what it did.
 * Killed after the queue has it and before that is noted, it is handed over again under the same message id.
 */
export async function advanceExecuted(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
  broker: Broker | null,
): Promise<Looked> {
  if (submission.state === 'QUEUED') return handOver(ctx, submission, issuer, chain, broker)
  if (submission.state === 'MINED') return confirmMined(ctx, submission, issuer, chain)

  const landed = submission.txHash ? await chain.landed(submission.txHash) : null
  const isOurs = landed !== null && (await isFor(ctx, submission, issuer, chain, landed))
  if (isOurs && landed.status === 'success') {
    await recordMined(ctx, submission, issuer, chain, landed)
    return confirmMined(ctx, await reload(ctx, submission), issuer, chain)
  }
  if (isOurs) return giveUp(ctx, submission, issuer, chain, REVERTED)
  // Whoever may write to the queue may name any transaction: one that is not the issuer's says nothing.
  if (landed) await forgetTransaction(sqlOver(ctx.pool), submission.id, landed.txHash, ctx.now)

  const { items, matched } = await lookFor(ctx, submission, issuer, chain)
  if (matched.size === items.length) return giveUp(ctx, submission, issuer, chain, SILENT)
  const over = await whyOver(submission, landed ? null : submission.txHash, chain, ctx.now)
  return over ? giveUp(ctx, submission, issuer, chain, over) : 'soon'
}

/** Why nothing is to be expected any more; null: it may come. What names a transaction that is on its way has longer. */
async function whyOver(
  { handedAt, createdAt }: AttestationSubmission,
  named: Hex | null,
  chain: EasChain,
  now: Date,
): Promise<Refusal | null> {
  const seconds = named ? SENT_SECONDS : SILENT_SECONDS
  if (addSeconds(handedAt ?? createdAt, seconds) > now) return null
  if (!named) return SILENT
  return (await chain.isPending(named)) ? null : LOST
}

/** Whether a transaction is what the executor did for this submission: it attested some of it, or tried to and was reverted. */
async function isFor(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
  landed: Landed,
): Promise<boolean> {
  if (landed.status === 'reverted') return landed.from === issuer.address && landed.to === submission.to.toLowerCase()
  const own = landed.spoken.filter(
    ({ attester, operation, schema }) =>
      attester === issuer.address && operation === submission.operation && schema === submission.schemaUid,
  )
  const results = await readStandings(chain, await leaveTaken(ctx, submission.chainId, own))
  return matchResults(await listItems(sqlOver(ctx.pool), submission.id), results).length > 0
}

/** Its items have their time while it is in the outbox, and nothing is handed over for an issuer that was ended. */
async function handOver(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
  broker: Broker | null,
): Promise<Looked> {
  const sql = sqlOver(ctx.pool)
  // A message whose handing over was cut off may be in its queue all the same.
  const heldUntil = submission.handedAt && addSeconds(submission.handedAt, TAKEN_SECONDS)
  // Read anew: it may have been ended since this look began.
  const unusable = requireUsable((await findIssuer(sql, issuer.id)) ?? issuer, ctx.now)
  if (unusable) return giveUp(ctx, submission, issuer, chain, unusable, { heldUntil })
  const items = await listItems(sql, submission.id)
  if (items.every(({ expires_at }) => expires_at <= ctx.now))
    return giveUp(ctx, submission, issuer, chain, NOT_QUEUED, { status: 'EXPIRED', heldUntil })
  if (!broker) return 'later'
  const body = executionMessage(submission, issuer, items)
  const { priority } = body.metadata
  await noteHanded(sql, submission.id, ctx.now)
  await broker.publish({ queue: queueOf(submission.chainId), id: submission.id, priority, body })
  await inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => markQueued(tx, submission.id, ctx.now))
  return 'soon'
}

async function lookFor(ctx: Ctx, submission: AttestationSubmission, issuer: Issuer, chain: EasChain) {
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  const { number } = await chain.head()
  const results = await readResults(ctx, issuer, chain, { from: submission.fromBlock, to: number })
  const matched = new Set(matchResults(items, results).map(({ item }) => item.id))
  return { items, results, matched }
}

/**
 * It ends: what stands on the chain all the same is taken from there, the rest fails. `heldUntil`: somebody may send it until
 * then, so that it is not tried anew before.
 */
export async function giveUp(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
  refusal: Refusal,
  { status = 'FAILED', heldUntil = null }: { status?: 'FAILED' | 'EXPIRED'; heldUntil?: Date | null } = {},
): Promise<Looked> {
  const { items, results, matched } = await lookFor(ctx, submission, issuer, chain)
  const failed = items.filter(({ id }) => !matched.has(id)).map(({ id }) => ({ id, refusal }))
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!(await endSubmission(tx, submission.id, 'DROPPED', ctx.now))) return
    if (heldUntil) await holdItems(tx, submission.id, heldUntil)
    await failItems(tx, failed, ctx.now, status)
    const expiresAt = addSeconds(ctx.now, ITEM_TTL_SECONDS)
    await releaseItems(tx, submission.id, { expiresAt, error: null, now: ctx.now })
  })
  if (failed.length > 0) log.info({ submission: submission.id, refusal: refusal.name }, 'an executor did not attest')
  await adopt(ctx, issuer, chain, items, results)
  return 'done'
}
