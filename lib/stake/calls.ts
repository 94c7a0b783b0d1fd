import { encodeFunctionData } from 'viem'
import type { Hex } from '../proof/hash'
import { type Deal, depositOf, disputeFeeOf, ZERO_ADDRESS } from './deal'
import { ERC20_ABI, ESCROW_ABI } from './escrow-abi'

/** What a wallet is asked to send. Pure and browser-safe: leaving the desk builds the same calls from a file. */
export type Call = { to: Hex; data: Hex; value: bigint }

/** A Settle as it stands in JSON, its fields of more than 32 bits as decimal strings, and its signature. */
export type SignedSettle = {
  message: {
    title: string
    challenge: string
    deal: Hex
    final: Hex
    outcome: string
    toCreator: string
    toCounterparty: string
    nonce: string
    validUntil: string
  }
  signature: Hex
}

/** A row of the roster with its Merkle proof, as `seat` takes it. */
export type ProvenLeaf = {
  index: bigint | number
  member: Hex
  weightBefore: bigint
  weight: bigint
  proof: readonly Hex[]
}

/** The contract's numbers of outcomes. */
export const OUTCOME_NUMBERS = { FULFILLED: 1, CREATOR_WIN: 2, COUNTERPARTY_WIN: 3, DRAW: 4, NO_CONTEST: 5 } as const
export type OutcomeName = keyof typeof OUTCOME_NUMBERS

/** Allows the escrow to take exactly `amount` of a token. */
export function approveCall(token: Hex, escrow: Hex, amount: bigint): Call {
  return {
    to: token,
    data: encodeFunctionData({ abi: ERC20_ABI, functionName: 'approve', args: [escrow, amount] }),
    value: 0n,
  }
}

/** The creator's deposit. In a token, the escrow must have been allowed `depositOf(deal, 'creator')` before. */
export function openCall(escrow: Hex, deal: Deal): Call {
  const data = encodeFunctionData({ abi: ESCROW_ABI, functionName: 'open', args: [deal] })
  return { to: escrow, data, value: coinOf(deal, depositOf(deal, 'creator')) }
}

/** The counterparty's deposit. */
export function joinCall(escrow: Hex, id: Hex, deal: Deal): Call {
  const data = encodeFunctionData({ abi: ESCROW_ABI, functionName: 'join', args: [id] })
  return { to: escrow, data, value: coinOf(deal, depositOf(deal, 'counterparty')) }
}

export function respondCall(escrow: Hex, id: Hex, responseHash: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'respond', args: [id, responseHash] }))
}

/** Opens the dispute and pays its fee. In a token, the escrow must have been allowed the fee before. */
export function disputeCall(escrow: Hex, id: Hex, deal: Deal, caseHash: Hex): Call {
  const data = encodeFunctionData({ abi: ESCROW_ABI, functionName: 'openDispute', args: [id, caseHash] })
  return { to: escrow, data, value: coinOf(deal, disputeFeeOf(deal)) }
}

export function fixSeedCall(escrow: Hex, id: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'fixSeed', args: [id] }))
}

/** Seats the rows drawn by the attempts from `attempt` on, one leaf each. */
export function seatCall(escrow: Hex, id: Hex, attempt: number, leaves: readonly ProvenLeaf[]): Call {
  const rows = leaves.map(({ index, member, weightBefore, weight }) => ({
    index: BigInt(index),
    member,
    weightBefore,
    weight,
  }))
  const proofs = leaves.map(({ proof }) => proof)
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'seat', args: [id, attempt, rows, proofs] }))
}

/** Ends the deal as both signed: `SPLIT` offers divide what is held. */
export function settleCall(escrow: Hex, byCreator: SignedSettle, byCounterparty: SignedSettle): Call {
  const functionName = byCreator.message.outcome === 'SPLIT' ? 'split' : 'settle'
  const args = [toStruct(byCreator), byCreator.signature, toStruct(byCounterparty), byCounterparty.signature] as const
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName, args }))
}

export function resolverCall(escrow: Hex, byResolver: SignedSettle): Call {
  const args = [toStruct(byResolver), byResolver.signature] as const
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'settleByResolver', args }))
}

export function oracleCall(escrow: Hex, id: Hex, roundId: bigint): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'settleByOracle', args: [id, roundId] }))
}

/** Ends the deal by exactly k votes for one outcome, in any order: the contract wants them ascending and gets them so. */
export function panelCall(
  escrow: Hex,
  id: Hex,
  outcome: OutcomeName,
  votes: readonly { member: Hex; signature: Hex }[],
): Call {
  const ordered = [...votes].sort((a, b) => (a.member.toLowerCase() < b.member.toLowerCase() ? -1 : 1))
  const args = [
    id,
    OUTCOME_NUMBERS[outcome],
    ordered.map(({ member }) => member),
    ordered.map(({ signature }) => signature),
  ] as const
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'settleByPanel', args }))
}

export function redrawCall(escrow: Hex, id: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'redraw', args: [id] }))
}

export function expireCall(escrow: Hex, id: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'expire', args: [id] }))
}

/** Voids every Settle the sender signed for this deal so far: the only thing that kills such a signature. */
export function voidCall(escrow: Hex, id: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'voidOffers', args: [id] }))
}

/** Pays all that is credited to the sender in `token` to `to`. */
export function withdrawCall(escrow: Hex, token: Hex, to: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'withdraw', args: [token, to] }))
}

/** Pays all that is credited to `account` in `token` to it. Anybody may. */
export function pushCall(escrow: Hex, token: Hex, account: Hex): Call {
  return free(escrow, encodeFunctionData({ abi: ESCROW_ABI, functionName: 'push', args: [token, account] }))
}

function free(to: Hex, data: Hex): Call {
  return { to, data, value: 0n }
}

function coinOf({ token }: Deal, amount: bigint): bigint {
  return token === ZERO_ADDRESS ? amount : 0n
}

function toStruct({ message }: SignedSettle) {
  const { title, challenge, deal, final, outcome } = message
  return {
    title,
    challenge,
    deal,
    finalHash: final,
    outcome,
    toCreator: BigInt(message.toCreator),
    toCounterparty: BigInt(message.toCounterparty),
    nonce: BigInt(message.nonce),
    validUntil: BigInt(message.validUntil),
  }
}
