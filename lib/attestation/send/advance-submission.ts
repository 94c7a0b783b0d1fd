import { dropSent, dropUnmined, listOfSubject } from '@/lib/chain/send/sent-store'
import { submitTransaction, type ToSend } from '@/lib/chain/send/submit-transaction'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { ITEM_TTL_SECONDS } from '../types'
import { confirmMined, type Looked, recordMined, reload } from './confirm'
import { type EasChain, EasRefused, type Landed } from './eas-chain'
import { adopt, readResults } from './find-results'
import { releaseItems } from './item-store'
import { backoffSeconds } from './limits'
import type { Refusal } from './sift'
import { endSubmission, listItems, noteTransaction, noteTry } from './store'
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
    if (!isFirst) return 'soon'
    return drop(ctx, submission, issuer, chain)
  }
  if (!key) return 'later'
  return sendAgain(ctx, submission, issuer, { chain, key })
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
  const toSend: ToSend = {
    chainId,
    subject: subjectOf(id),
    to,
    data,
    isThere: async () => (await findEnd(ctx, submission, chain)) !== null,
    gasFor: (sender) => chain.gasFor({ to, data }, sender),
    noteSubmitted: (sql, hash) => noteTransaction(sql, id, hash, ctx.now),
  }
  try {
    const sent = await submitTransaction(ctx, toSend, chain, key)
    return sent === 'waiting' ? 'later' : 'soon'
  } catch (error) {
    if (!(error instanceof EasRefused)) throw error
    if ((await chain.easNonce(issuer.address)) !== submission.easNonce) return 'soon'
    log.info({ submission: id, refusal: error.refusal.name }, 'EAS would no longer take what was signed')
    return drop(ctx, submission, issuer, chain)
  }
}

const REVERTED = {
  name: 'REVERTED',
  sentence: 'The chain took the transaction and reverted it, again and again, though it had said it would not.',
}

/** Paid for nothing. The same bytes may count the next time, so they are tried again, a few times. */
async function afterRevert(ctx: Ctx, submission: AttestationSubmission, reverted: Landed): Promise<Looked> {
  const tries = submission.tries + 1
  const seconds = backoffSeconds(tries)
  const sql = sqlOver(ctx.pool)
  const sent = await listOfSubject(sql, subjectOf(submission.id))
  const own = sent.find(({ hash }) => hash === reverted.txHash)
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (own) await dropSent(tx, subjectOf(submission.id), { id: own.id }, ctx.now)
    const runAfter = addSeconds(ctx.now, seconds ?? 0)
    await noteTry(tx, submission.id, { tries, runAfter, error: 'reverted', feeWei: reverted.feeWei, now: ctx.now })
  })
  if (seconds !== null) return 'soon'

  log.warn({ submission: submission.id, block: reverted.blockNumber }, REVERTED.sentence)
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
  const isOver = submission.deadline !== null && submission.deadline < head.seconds
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  if (own.length === 0) {
    // Nothing to be seen yet: a provider that lags behind. Nothing after so long: signed anew, it might stand there twice.
    return isOver ? giveUp(ctx, submission, items, NONCE_USED) : 'soon'
  }
  await release(ctx, submission)
  await adopt(ctx, issuer, chain, items, own)
  return 'done'
}

/** It cannot count as it is: those the chain would no longer take fail, the others are signed anew later. */
async function drop(ctx: Ctx, submission: AttestationSubmission, issuer: Issuer, chain: EasChain): Promise<Looked> {
  const items = await listItems(sqlOver(ctx.pool), submission.id)
  await release(ctx, submission)
  await leaveOutBad(ctx, issuer, items, chain)
  return 'done'
}

async function release(ctx: Ctx, submission: AttestationSubmission): Promise<void> {
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!(await endSubmission(tx, submission.id, 'DROPPED', ctx.now))) return
    await dropUnmined(tx, subjectOf(submission.id), ctx.now)
    const expiresAt = addSeconds(ctx.now, ITEM_TTL_SECONDS)
    await releaseItems(tx, submission.id, { expiresAt, error: null, now: ctx.now })
  })
}
