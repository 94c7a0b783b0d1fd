import { privateKeyToAccount } from 'viem/accounts'
import type { Revert } from '@/lib/chain/reverts'
import { type Submission, submitTransaction, type ToSend } from '@/lib/chain/send/submit-transaction'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { enqueueKeeper } from './enqueue-keeper'
import { enqueueSend } from './enqueue-send'
import { findLanded, subjectOf } from './find-landed'
import { requireCheap } from './gas-limits'
import { CallRefused } from './keeper-chain'
import { blockSeconds, configuredKeeping, type Keeping } from './keeping'
import type { Purpose } from './plan-calls'
import { endCall, findCall, isUnderWay, type KeeperCall, markSent, postpone, REVERTED_IN_BLOCK } from './store'

/** Refused so often, over five minutes, a call is given up; whoever watches the log is told. */
const MAX_TRIES = 10
/** A wallet with code may say yes when asked and no in the block, and each no is paid for: two of them are enough. */
const TRIES_FOR_REVERT = 5
const ON_SIGNATURES: readonly Purpose[] = ['SETTLE', 'SPLIT', 'RESOLVER', 'PANEL']
const MAX_BACKOFF_SECONDS = 60
/** Without a key or money for gas. */
const WAITING_SECONDS = 30
/** It is in a block: what confirms it also brings the next look, so this is only for what gets lost. */
const LANDED_SECONDS = 60

/**
 * Takes a call as far as it goes now: asks the contract whether it would take it, sends it, sends it again, or finds it in a
 * block. Safe to be killed at any line and to be run by several workers at once.
 */
export async function sendCall(ctx: Ctx, id: string, keepingOf = configuredKeeping): Promise<void> {
  const call = await findCall(sqlOver(ctx.pool), id)
  if (!call || !isUnderWay(call) || call.runAfter > ctx.now) return

  const keeping = keepingOf(call.chainId)
  try {
    await afterSubmission(ctx, call, await submit(ctx, call, keeping))
  } catch (error) {
    if (!(error instanceof CallRefused)) throw error
    await refuse(ctx, call, error.revert.name)
  }
}

async function submit(ctx: Ctx, call: KeeperCall, { chain, key }: Keeping): Promise<Submission> {
  if (await isThere(ctx, call, chain)) return 'there'
  if (!key) {
    log.error({ call: call.id }, `SUBMITTER_KEY_${call.chainId} is not set: the desk can call nothing on that chain`)
    return 'waiting'
  }

  // Asked before each sending, not only before the first: what waits in a pool may have become pointless.
  const gasFor = async (sender: Hex) => requireCheap(call, await chain.gasFor(call, sender))
  await gasFor(privateKeyToAccount(key).address)
  const toSend: ToSend = {
    chainId: call.chainId,
    subject: subjectOf(call.id),
    to: call.to,
    data: call.data,
    isThere: () => isThere(ctx, call, chain),
    gasFor,
    noteSubmitted: (sql) => markSent(sql, call.id, ctx.now),
  }
  return submitTransaction(ctx, toSend, chain, key)
}

const IN_ITS_BLOCK: Revert = {
  name: REVERTED_IN_BLOCK,
  sentence: 'The chain moved on before the call was in a block.',
  code: 'E5011',
}

/** As `findLanded`; a transaction that was reverted in its block is a refusal. */
async function isThere(ctx: Ctx, call: KeeperCall, chain: Keeping['chain']): Promise<boolean> {
  const end = await findLanded(ctx, call, chain)
  if (end === 'reverted') throw new CallRefused(IN_ITS_BLOCK)
  return end === 'success'
}

async function afterSubmission(ctx: Ctx, call: KeeperCall, submission: Submission): Promise<void> {
  const seconds = secondsUntilNextLook(call, submission)
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    await postpone(tx, call.id, { runAfter: addSeconds(ctx.now, seconds), now: ctx.now })
    await enqueueSend(tx, call.id, { delaySeconds: seconds })
    if (submission === 'there') await enqueueKeeper(tx, call.deal, { delaySeconds: blockSeconds(call.chainId) })
  })
}

function secondsUntilNextLook({ chainId }: KeeperCall, submission: Submission): number {
  if (submission === 'waiting') return WAITING_SECONDS
  if (submission === 'there') return LANDED_SECONDS
  return submission === 'busy' ? 1 : blockSeconds(chainId)
}

/** The plan is made anew at once: the usual reason is that somebody else was quicker. */
async function refuse(ctx: Ctx, call: KeeperCall, error: string): Promise<void> {
  const isWasted = error === REVERTED_IN_BLOCK && ON_SIGNATURES.includes(call.purpose)
  const tries = call.tries + (isWasted ? TRIES_FOR_REVERT : 1)
  const seconds = Math.min(2 ** tries, MAX_BACKOFF_SECONDS)
  await inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const runAfter = addSeconds(ctx.now, seconds)
    await postpone(tx, call.id, { runAfter, now: ctx.now, refusal: { tries, error } })
    if (tries >= MAX_TRIES) await endCall(tx, call.id, 'FAILED', ctx.now)
    else await enqueueSend(tx, call.id, { delaySeconds: seconds })
    await enqueueKeeper(tx, call.deal)
  })
  const told = { call: call.id, purpose: call.purpose, deal: call.deal, chainId: call.chainId, error, tries }
  if (tries >= MAX_TRIES) log.error(told, 'ALARM: the escrow refuses a call the desk has to make; somebody has to look')
  else log.info(told, 'the escrow refuses a call')
}
