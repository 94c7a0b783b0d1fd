import { keccak256, parseTransaction } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { type Fees, outbid, planSend } from './plan-send'
import type { SendChain } from './send-chain'
import { dropSent, listSent, type StoredTransaction, type Subject, storeSent, subjectKey } from './sent-store'
import { withSubmitterLock } from './submitter-lock'

/**
 * sent: a transaction is stored, and a node has it. there: the chain has what it is for. busy: another process is sending.
 * waiting: not now (no money, or nothing better to offer).
 */
export type Submission = 'sent' | 'there' | 'busy' | 'waiting'

/** Something to be brought to a chain by a transaction of ours. */
export type ToSend = {
  chainId: number
  subject: Subject
  to: Hex
  data: Hex
  /** Whether the chain has it already, by whosever transaction; `nextNonce` was read before. */
  isThere(nextNonce: number): Promise<boolean>
  /** Gas that it takes, or that the chain has it; `fees` are what is offered for it. Throws what the contract says against it. */
  gasFor(sender: Hex, fees: Fees): Promise<bigint | 'there'>
  /** Notes that a transaction for it is stored, in the transaction that stores it. False: it is no longer wanted. */
  noteSubmitted(sql: Sql, hash: Hex): Promise<boolean>
}

/** Estimates are for the state of now; what comes in between changes little. */
const GAS_MARGIN = { numerator: 6n, denominator: 5n }

/**
 * Sends what is to be sent, or sends it again. Safe to be killed at any line: what is signed is stored before it is sent,
 * the same nonce never carries two meanings that both count, and the chain is asked first each time.
 */
export async function submitTransaction(ctx: Ctx, what: ToSend, chain: SendChain, key: Hex): Promise<Submission> {
  const signer = privateKeyToAccount(key).address.toLowerCase() as Hex
  return withSubmitterLock(ctx.pool, { chainId: what.chainId, signer }, async () => {
    // The nonce before the effect: the other way round, a transaction mined in between would look lost.
    const nextNonce = await chain.nextNonce(signer)
    if (await what.isThere(nextNonce)) return 'there'

    const sql = sqlOver(ctx.pool)
    await dropSent(sql, what.subject, { belowNonce: nextNonce }, ctx.now)
    const sent = await listSent(sql, what.chainId, signer, nextNonce)
    const plan = planSend({ subject: subjectKey(what.subject), nextNonce, sent, now: ctx.now })
    if (plan.kind === 'repeat') return repeat(ctx, what, chain, sentBy(sent, plan.transaction.id))

    const before = plan.outbid && sentBy(sent, plan.outbid.id)
    const fees = outbid(await chain.fees(), before && feesOf(before))
    if (!fees) return repeatOrWait(ctx, what, chain, before)
    return sign(ctx, what, chain, key, { nonce: plan.nonce, fees, before, drop: plan.drop?.id ?? null })
  })
}

async function repeat(ctx: Ctx, what: ToSend, chain: SendChain, transaction: StoredTransaction): Promise<Submission> {
  await what.noteSubmitted(sqlOver(ctx.pool), transaction.hash)
  return send(what, chain, transaction.raw)
}

/** More money would change nothing: its own transaction is sent once more as it is, another's nonce has to become free. */
async function repeatOrWait(
  ctx: Ctx,
  what: ToSend,
  chain: SendChain,
  before: StoredTransaction | null,
): Promise<Submission> {
  if (before?.live && before.subject === subjectKey(what.subject)) return repeat(ctx, what, chain, before)
  return waiting(what, 'the nonce before it is held at a price far above the market')
}

async function send(what: ToSend, chain: SendChain, raw: Hex): Promise<Submission> {
  const answer = await chain.send(raw)
  // Known already, overtaken or underpriced: the next look tells which.
  if (answer === 'refused') log.info(nameOf(what), 'a node did not take a transaction')
  return 'sent'
}

type Offer = { nonce: number; fees: Fees; before: StoredTransaction | null; drop: string | null }

async function sign(ctx: Ctx, what: ToSend, chain: SendChain, key: Hex, offer: Offer): Promise<Submission> {
  const account = privateKeyToAccount(key)
  const signer = account.address.toLowerCase() as Hex
  const estimate = await what.gasFor(signer, offer.fees)
  if (estimate === 'there') return 'there'

  const gas = (estimate * GAS_MARGIN.numerator) / GAS_MARGIN.denominator
  if ((await chain.balanceOf(signer)) < gas * offer.fees.maxFeePerGas)
    return waiting(what, `its sender ${signer} has too little money`)

  const { chainId, to, data } = what
  const raw = await account.signTransaction({
    type: 'eip1559',
    chainId,
    nonce: offer.nonce,
    to,
    data,
    gas,
    ...offer.fees,
  })
  if (!(await store(ctx, what, signer, raw, offer))) return 'busy'

  return send(what, chain, raw)
}

/** The signed bytes and the note of them in one transaction; false when another process was quicker after all. */
async function store(ctx: Ctx, what: ToSend, signer: Hex, raw: Hex, offer: Offer): Promise<boolean> {
  const hash = keccak256(raw)
  const overtaken = new Overtaken()
  try {
    await inTransaction({ db: ctx.db }, async (tx) => {
      if (offer.drop) await dropSent(tx, what.subject, { id: offer.drop }, ctx.now)
      const stored = await storeSent(tx, {
        chainId: what.chainId,
        signer,
        nonce: offer.nonce,
        subject: what.subject,
        hash,
        raw,
        maxFeePerGas: offer.fees.maxFeePerGas,
        replaces: offer.before,
        now: ctx.now,
      })
      if (!stored || !(await what.noteSubmitted(tx, hash))) throw overtaken
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

function nameOf({ chainId, subject }: ToSend) {
  return { chainId, [subject.purpose]: subject.id }
}

function waiting(what: ToSend, why: string): Submission {
  log.warn({ ...nameOf(what), why }, 'a transaction cannot be sent now')
  return 'waiting'
}
