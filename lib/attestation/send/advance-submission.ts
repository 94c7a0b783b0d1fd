import { dropSent, dropUnmined, listOfSubject } from '@/lib/chain/send/sent-store'
import { submitTransaction, type ToSend } from '@/lib/chain/send/submit-transaction'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { ITEM_TTL_SECONDS } from '../types'
import { isWithinBudget, OverBudget } from './budget'
import { confirmMined, type Looked, recordMined, reload } from './confirm'
import { type EasChain, EasRefused, type Landed } from './eas-chain'
import { adopt, readResults } from './find-results'
import { releaseItems } from './item-store'
import { backoffSeconds, SIGNED_SECONDS_PLAIN } from './limits'
import type { Refusal } from './sift'
import { endSubmission, findNextNonce, listItems, noteTransaction, noteTry } from './store'
import { type AttestationSubmission, type Issuer, type PendingItem, subjectOf } from './submission'
import { leaveOutBad, type Sending } from './submit-group'
import { failItems } from './tell-ended'

/**
 * Takes what the desk sent for a kept issuer as far as it goes now: finds it in a block, finds that block final or gone, or
 * sends it again. `isFirst`: nothing of this issuer that was signed before is still on its way.
 */
export async function advanceSubmission(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  sending: Sending,
  isFirst: boolean,
): Promise<Looked> {
  let current = submission
  if (current.state === 'MINED') {
    const looked = await confirmMined(ctx, current, issuer, sending.chain)
    if (looked !== 'reorged') return looked
    current = await reload(ctx, current)
    if (current.state !== 'SUBMITTED') return 'soon'
  }
  return lookOrSend(ctx, current, issuer, sending, isFirst)
}

async function lookOrSend(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  { chain, key }: Sending,
  isFirst: boolean,
): Promise<Looked> {
  const { easNonce } = submission
  if (easNonce === null) throw new Error('What the desk sends names its nonce')

  // The nonce before the receipts: the other way round, a transaction mined in between would look like somebody else's.
  const nonce = await chain.easNonce(issuer.address)
  const end = await findEnd(ctx, submission, chain)
  if (end?.status === 'success') {
    await recordMined(ctx, submission, issuer, chain, end)
    return confirmMined(ctx, await reload(ctx, submission), issuer, chain)
  }
  if (end) return afterRevert(ctx, submission, end)
  if (nonce > easNonce) return afterOthers(ctx, submission, issuer, chain)
  if (submission.runAfter && submission.runAfter > ctx.now) return 'soon'
  if (nonce < easNonce) {
    // What comes before it in EAS was taken back by the chain, and is on its way again or given up.
    if (!isFirst || (await isBehind(ctx, issuer, easNonce))) return 'soon'
    return drop(ctx, submission, issuer, chain)
  }
  if (!key) return 'soon'
  return sendAgain(ctx, submission, issuer, { chain, key })
}

/** Whether what comes before that nonce stands in blocks, so that it is the node that was asked that does not know it yet. */
async function isBehind(ctx: Ctx, issuer: Issuer, easNonce: bigint): Promise<boolean> {
  const known = await findNextNonce(sqlOver(ctx.pool), issuer.id, easNonce)
  return known !== null && known >= easNonce
}

/** How one of its transactions ended: the one that did it, or one that was reverted; null while none is in a block. */
async function findEnd(ctx: Ctx, { id }: AttestationSubmission, chain: EasChain): Promise<Landed | null> {
  let reverted: Landed | null = null
  for (const { hash, live } of await listOfSubject(sqlOver(ctx.pool), subjectOf(id))) {
    const landed = await chain.landed(hash)
    if (landed?.status === 'success') return landed
    if (landed && live) reverted = landed
  }
  return reverted
}

/** Stored bytes again, or more money for them when they are stuck. */
async function sendAgain(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  { chain, key }: Required<Pick<Sending, 'chain'>> & { key: NonNullable<Sending['key']> },
): Promise<Looked> {
  const { id, chainId, to, data } = submission
  const of = { organizationId: issuer.organizationId, chainId }
  let feeWei: bigint | null = null
  const toSend: ToSend = {
    chainId,
    subject: subjectOf(id),
    to,
    data,
    isThere: async () => (await findEnd(ctx, submission, chain)) !== null,
    gasFor: async (sender, { maxFeePerGas }) => {
      const gas = await chain.gasFor({ to, data }, sender)
      feeWei = gas * maxFeePerGas
      if (await isWithinBudget(sqlOver(ctx.pool), { ...of, except: id, wei: feeWei, now: ctx.now })) return gas
      throw new OverBudget()
    },
    noteSubmitted: (sql, hash) => noteTransaction(sql, id, hash, ctx.now, feeWei),
  }
  try {
    await submitTransaction(ctx, toSend, chain, key)
    return 'soon'
  } catch (error) {
    if (error instanceof OverBudget) return repeatAsItIs(ctx, submission, chain)
    if (!(error instanceof EasRefused)) throw error
    if ((await chain.easNonce(issuer.address)) !== submission.easNonce) return 'soon'
    log.info({ submission: id, refusal: error.refusal.name }, 'EAS would no longer take what was signed')
    return drop(ctx, submission, issuer, chain)
  }
}

/** More money than the organization spends in a day: it stays at its price until there is more. */
async function repeatAsItIs(ctx: Ctx, submission: AttestationSubmission, chain: EasChain): Promise<Looked> {
  const sent = await listOfSubject(sqlOver(ctx.pool), subjectOf(submission.id))
  const live = sent.find((transaction) => transaction.live)
  if (live) await chain.send(live.raw)
  log.info({ submission: submission.id }, 'a gas budget holds back a higher price')
  return 'soon'
}

const REVERTED = {
  name: 'REVERTED',
  sentence: 'The chain took the transaction and reverted it, again and again, though it had said it would not.',
}

/**
 * Paid for nothing. The same bytes may count the next time, so they are tried again, a few times. Then one of them may be to
 * blame: they are signed anew in halves, and what is alone fails.
 */
async function afterRevert(ctx: Ctx, submission: AttestationSubmission, reverted: Landed): Promise<Looked> {
  const tries = submission.tries + 1
  const seconds = backoffSeconds(tries)
  const sql = sqlOver(ctx.pool)
  const sent = await listOfSubject(sql, subjectOf(submission.id))
  const own = sent.find(({ hash }) => hash === reverted.txHash)
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (own) await dropSent(tx, subjectOf(submission.id), { id: own.id }, ctx.now)
    const runAfter = addSeconds(ctx.now, seconds ?? 0)
    await noteTry(tx, submission.id, { tries, runAfter, error: 'reverted', lostWei: reverted.feeWei, now: ctx.now })
  })
  if (seconds !== null) return 'soon'

  log.warn({ submission: submission.id, block: reverted.blockNumber }, REVERTED.sentence)
  if (submission.size > 1) {
    await release(ctx, submission, submission.size >> 1)
    return 'done'
  }
  return giveUp(ctx, submission, await listItems(sql, submission.id), REVERTED)
}

async function giveUp(
  ctx: Ctx,
  submission: AttestationSubmission,
  items: readonly PendingItem[],
  refusal: Refusal,
): Promise<Looked> {
  const failed = items.map(({ id }) => ({ id, refusal }))
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!(await endSubmission(tx, submission.id, 'DROPPED', ctx.now))) return
    await dropUnmined(tx, subjectOf(submission.id), ctx.now)
    await failItems(tx, failed, ctx.now)
  })
  return 'done'
}

const NONCE_USED: Refusal = {
  name: 'NONCE_USED',
  sentence:
    'The issuer’s nonce in EAS was used and no attestation of it is to be found: look at the chain before it is tried anew.',
}

/**
 * The issuer's nonce is used, and not by a transaction of ours: what was signed lies open in every pool, and somebody sent it,
 * or a part of it. What stands is taken as it is; the rest waits until its signatures count no more.
 */
async function afterOthers(
  ctx: Ctx,
  submission: AttestationSubmission,
  issuer: Issuer,
  chain: EasChain,
): Promise<Looked> {
  const head = await chain.head()
  const results = await readResults(ctx, issuer, chain, { from: submission.fromBlock, to: head.number })
  const own = results.filter(({ spoken }) => spoken.operation === submission.operation)
  const isOver = lastSecondOf(submission) < head.seconds
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  if (own.length === 0) {
    // Nothing to be seen yet: a provider that lags behind. Nothing after so long: signed anew, it might stand there twice.
    return isOver ? giveUp(ctx, submission, items, NONCE_USED) : 'soon'
  }
  await release(ctx, submission)
  await adopt(ctx, issuer, chain, items, own)
  return 'done'
}

/** Until when its signatures count; before EAS 1.0 they name no end. */
function lastSecondOf({ deadline, createdAt }: AttestationSubmission): number {
  return deadline ?? Math.floor(createdAt.getTime() / 1000) + SIGNED_SECONDS_PLAIN
}

/** It cannot count as it is: those the chain would no longer take fail, the others are signed anew later. */
async function drop(ctx: Ctx, submission: AttestationSubmission, issuer: Issuer, chain: EasChain): Promise<Looked> {
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  await release(ctx, submission)
  await leaveOutBad(ctx, issuer, items, chain)
  return 'done'
}

async function release(ctx: Ctx, submission: AttestationSubmission, mostTogether?: number): Promise<void> {
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!(await endSubmission(tx, submission.id, 'DROPPED', ctx.now))) return
    await dropUnmined(tx, subjectOf(submission.id), ctx.now)
    const expiresAt = addSeconds(ctx.now, ITEM_TTL_SECONDS)
    const next = { expiresAt, error: null, now: ctx.now, ...(mostTogether && { mostTogether }) }
    await releaseItems(tx, submission.id, next)
  })
}
