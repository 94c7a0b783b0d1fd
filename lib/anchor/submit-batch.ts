import { keccak256, parseTransaction } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { type AnchorChain, timestampCall } from './anchor-chain'
import type { Batch } from './batch'
import { type Fees, outbid, planSend } from './plan-send'
import { dropSent, listSent, type StoredTransaction, storeSent } from './sent-store'
import { markSubmitted } from './store'
import { withSubmitterLock } from './submitter-lock'

/**
 * sent: a transaction is stored, and a node has it. there: somebody has timestamped the root. busy: another process is
 * sending. waiting: not now (no money, or nothing better to offer).
 */
export type Submission = 'sent' | 'there' | 'busy' | 'waiting'

/** Estimates are for the state of now; EAS writes one slot, so little can change. */
const GAS_MARGIN = { numerator: 6n, denominator: 5n }

/**
 * Sends the root of a batch to EAS.timestamp, or again. Safe to be killed at any line: what is signed is stored before it
 * is sent, the same nonce never carries two roots that both count, and the chain is asked first each time.
 */
export async function submitBatch(ctx: Ctx, batch: Batch, chain: AnchorChain, key: Hex): Promise<Submission> {
  const signer = privateKeyToAccount(key).address.toLowerCase() as Hex
  const submitter = { chainId: batch.chainId, signer }
  return withSubmitterLock(ctx.pool, submitter, async () => {
    // The nonce before the timestamp: the other way round, a transaction mined in between would look lost.
    const nextNonce = await chain.nextNonce(signer)
    if ((await chain.timestampOf(batch.root)) > 0n) return 'there'

    const sql = sqlOver(ctx.pool)
    await dropSent(sql, batch.id, { belowNonce: nextNonce }, ctx.now)
    const sent = await listSent(sql, batch.chainId, signer, nextNonce)
    const plan = planSend({ batchId: batch.id, nextNonce, sent, now: ctx.now })
    if (plan.kind === 'repeat') return repeat(ctx, batch, chain, sentBy(sent, plan.transaction.id))

    const before = plan.outbid && sentBy(sent, plan.outbid.id)
    const fees = outbid(await chain.fees(), before && feesOf(before))
    if (!fees) return repeatOrWait(ctx, batch, chain, before)
    return sign(ctx, batch, chain, key, { nonce: plan.nonce, fees, before, drop: plan.drop?.id ?? null })
  })
}

async function repeat(ctx: Ctx, batch: Batch, chain: AnchorChain, transaction: StoredTransaction): Promise<Submission> {
  await markSubmitted(sqlOver(ctx.pool), batch.id, transaction.hash, ctx.now)
  return send(batch, chain, transaction.raw)
}

/** More money would change nothing: its own transaction is sent once more as it is, another's nonce has to become free. */
async function repeatOrWait(
  ctx: Ctx,
  batch: Batch,
  chain: AnchorChain,
  before: StoredTransaction | null,
): Promise<Submission> {
  if (before?.live && before.batchId === batch.id) return repeat(ctx, batch, chain, before)
  return waiting(batch, 'the nonce before it is held at a price far above the market')
}

async function send(batch: Batch, chain: AnchorChain, raw: Hex): Promise<Submission> {
  const answer = await chain.send(raw)
  // Known already, overtaken or underpriced: the next look tells which.
  if (answer === 'refused') log.info({ batch: batch.id, chainId: batch.chainId }, 'a node did not take a transaction')
  return 'sent'
}

type Offer = { nonce: number; fees: Fees; before: StoredTransaction | null; drop: string | null }

async function sign(ctx: Ctx, batch: Batch, chain: AnchorChain, key: Hex, offer: Offer): Promise<Submission> {
  const account = privateKeyToAccount(key)
  const signer = account.address.toLowerCase() as Hex
  const estimate = await chain.gasFor(batch.root, signer)
  if (estimate === 'already') return 'there'

  const gas = (estimate * GAS_MARGIN.numerator) / GAS_MARGIN.denominator
  if ((await chain.balanceOf(signer)) < gas * offer.fees.maxFeePerGas)
    return waiting(batch, `its sender ${signer} has too little money`)

  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId: batch.chainId,
    nonce: offer.nonce,
    to: batch.eas,
    data: timestampCall(batch.root),
    gas,
    ...offer.fees,
  })
  if (!(await store(ctx, batch, signer, raw, offer))) return 'busy'

  return send(batch, chain, raw)
}

/** The signed bytes and the batch's state in one transaction; false when another process was quicker after all. */
async function store(ctx: Ctx, batch: Batch, signer: Hex, raw: Hex, offer: Offer): Promise<boolean> {
  const hash = keccak256(raw)
  const overtaken = new Overtaken()
  try {
    await inTransaction({ db: ctx.db }, async (tx) => {
      if (offer.drop) await dropSent(tx, batch.id, { id: offer.drop }, ctx.now)
      const stored = await storeSent(tx, {
        chainId: batch.chainId,
        signer,
        nonce: offer.nonce,
        batchId: batch.id,
        hash,
        raw,
        maxFeePerGas: offer.fees.maxFeePerGas,
        replaces: offer.before,
        now: ctx.now,
      })
      if (!stored || !(await markSubmitted(tx, batch.id, hash, ctx.now))) throw overtaken
    })
    return true
  } catch (error) {
    if (error === overtaken) return false
    throw error
  }
}

class Overtaken extends Error {}

function sentBy(sent: readonly StoredTransaction[], id: string): StoredTransaction {
  const found = sent.find((transaction) => transaction.id === id)
  if (!found) throw new RangeError('The plan names a transaction that is not there')
  return found
}

function feesOf({ raw }: StoredTransaction): Fees {
  const { maxFeePerGas, maxPriorityFeePerGas } = parseTransaction(raw)
  return { maxFeePerGas: maxFeePerGas ?? 0n, maxPriorityFeePerGas: maxPriorityFeePerGas ?? 0n }
}

function waiting(batch: Batch, why: string): Submission {
  log.warn({ batch: batch.id, chainId: batch.chainId, why }, 'a batch of receipts cannot be anchored now')
  return 'waiting'
}
