/**
 * A transaction of ours that is not in a block, as far as we know. `live`: its subject still needs it. Others were
 * overtaken (somebody else did what it was for) and only hold their nonce until it is used by another.
 */
export type SentTransaction = {
  id: string
  nonce: number
  /** What it is for: purpose and id in one text. */
  subject: string
  live: boolean
  maxFeePerGas: bigint
  /** When it was last signed. */
  signedAt: Date
}

export type SendPlan =
  /** It is stored; send the same bytes again, which is harmless. */
  | { kind: 'repeat'; transaction: SentTransaction }
  /** Sign for `nonce`, outbidding what may wait there. `drop` is this subject's transaction under a nonce out of reach. */
  | { kind: 'sign'; nonce: number; outbid: SentTransaction | null; drop: SentTransaction | null }

/** A transaction that is not mined after so long pays too little. */
export const STUCK_SECONDS = 180

type Situation = {
  subject: string
  /** The next nonce the chain takes from this sender: everything below is used. */
  nextNonce: number
  /** What we signed from that nonce on. */
  sent: readonly SentTransaction[]
  now: Date
}

/**
 * Pure: what to send for a subject. Nonces are filled from the lowest on: a gap (a chain that lost blocks, a transaction never
 * sent) would hold back everything after it.
 */
export function planSend({ subject, nextNonce, sent, now }: Situation): SendPlan {
  const ofNonce = new Map(sent.map((transaction) => [transaction.nonce, transaction]))
  const own = sent.find((transaction) => transaction.live && transaction.subject === subject) ?? null
  const nonce = lowestFree(nextNonce, ofNonce, own)

  if (!own || nonce < own.nonce) return { kind: 'sign', nonce, outbid: ofNonce.get(nonce) ?? null, drop: own }

  const isStuck = now.getTime() - own.signedAt.getTime() >= STUCK_SECONDS * 1000
  return isStuck ? { kind: 'sign', nonce: own.nonce, outbid: own, drop: null } : { kind: 'repeat', transaction: own }
}

function lowestFree(from: number, ofNonce: Map<number, SentTransaction>, own: SentTransaction | null): number {
  for (let nonce = from; ; nonce++) {
    const holder = ofNonce.get(nonce)
    if (!holder?.live || holder === own) return nonce
  }
}

export type Fees = { maxFeePerGas: bigint; maxPriorityFeePerGas: bigint }

/** Nodes take a replacement from 10 % more on. */
const RAISE = { numerator: 5n, denominator: 4n }
/** Beyond this the chain is not taking anything, and more money changes nothing. */
const MAX_OVER_MARKET = 8n

/**
 * Pure: what to offer at today's price, outbidding `before` by a quarter; null when that would be far above the price, so
 * that a chain that stands still does not drive it up without end.
 */
export function outbid(market: Fees, before: Fees | null): Fees | null {
  if (!before) return market

  const raised = {
    maxFeePerGas: max(market.maxFeePerGas, raise(before.maxFeePerGas)),
    maxPriorityFeePerGas: max(market.maxPriorityFeePerGas, raise(before.maxPriorityFeePerGas)),
  }
  return raised.maxFeePerGas > market.maxFeePerGas * MAX_OVER_MARKET ? null : raised
}

function raise(amount: bigint): bigint {
  return (amount * RAISE.numerator) / RAISE.denominator + 1n
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}
