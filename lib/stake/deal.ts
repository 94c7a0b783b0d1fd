import { encodeAbiParameters, keccak256 } from 'viem'
import type { Hex } from '@/lib/proof/hash'

/** What the escrow contract knows of a bonded challenge (domain §4): amounts in the smallest unit, times in unix seconds. */
export type Deal = {
  creator: Hex
  counterparty: Hex
  /** Zero address: the chain's coin. */
  token: Hex
  creatorBond: bigint
  counterpartyBond: bigint
  creatorBase: bigint
  counterpartyBase: bigint
  joinBy: bigint
  /** 0: no responses asked. */
  respondBy: bigint
  settleBy: bigint
  disputeWindow: bigint
  /** Zero address: nobody. */
  resolver: Hex
  oracle: { feed: Hex; comparator: 0 | 1; threshold: bigint; notBefore: bigint; maxAge: bigint }
  panel: { root: Hex; totalWeight: bigint; k: number; m: number; struck: readonly Hex[] }
  /** FINAL of the commitment chain. */
  finalHash: Hex
  /** The hash of the terms. */
  salt: Hex
}

/** A deal as it stands in JSON: wide integers as decimal strings. */
export type DealJson = {
  [K in Exclude<keyof Deal, 'oracle' | 'panel'>]: Deal[K] extends bigint ? string : Hex
} & {
  oracle: { feed: Hex; comparator: 0 | 1; threshold: string; notBefore: string; maxAge: string }
  panel: { root: Hex; totalWeight: string; k: number; m: number; struck: Hex[] }
}

export const ZERO_ADDRESS: Hex = `0x${'00'.repeat(20)}`

/** `Deal` of IChallengeEscrow.sol, field for field. */
export const DEAL_TUPLE = {
  type: 'tuple',
  components: [
    { name: 'creator', type: 'address' },
    { name: 'counterparty', type: 'address' },
    { name: 'token', type: 'address' },
    { name: 'creatorBond', type: 'uint256' },
    { name: 'counterpartyBond', type: 'uint256' },
    { name: 'creatorBase', type: 'uint256' },
    { name: 'counterpartyBase', type: 'uint256' },
    { name: 'joinBy', type: 'uint64' },
    { name: 'respondBy', type: 'uint64' },
    { name: 'settleBy', type: 'uint64' },
    { name: 'disputeWindow', type: 'uint64' },
    { name: 'resolver', type: 'address' },
    {
      name: 'oracle',
      type: 'tuple',
      components: [
        { name: 'feed', type: 'address' },
        { name: 'comparator', type: 'uint8' },
        { name: 'threshold', type: 'int256' },
        { name: 'notBefore', type: 'uint64' },
        { name: 'maxAge', type: 'uint64' },
      ],
    },
    {
      name: 'panel',
      type: 'tuple',
      components: [
        { name: 'root', type: 'bytes32' },
        { name: 'totalWeight', type: 'uint256' },
        { name: 'k', type: 'uint32' },
        { name: 'm', type: 'uint32' },
        { name: 'struck', type: 'address[]' },
      ],
    },
    { name: 'finalHash', type: 'bytes32' },
    { name: 'salt', type: 'bytes32' },
  ],
} as const

/** keccak256(abi.encode(chainid, escrow, deal)): the same on chain and here, so nobody can be shown another deal. */
export function dealId(chainId: number, escrow: Hex, deal: Deal): Hex {
  const encoded = encodeAbiParameters(
    [{ type: 'uint256' }, { type: 'address' }, DEAL_TUPLE],
    [BigInt(chainId), escrow, deal],
  )
  return keccak256(encoded)
}

/** As it is stored and handed out. */
export function toDealJson(deal: Deal): DealJson {
  return {
    ...deal,
    creatorBond: deal.creatorBond.toString(),
    counterpartyBond: deal.counterpartyBond.toString(),
    creatorBase: deal.creatorBase.toString(),
    counterpartyBase: deal.counterpartyBase.toString(),
    joinBy: deal.joinBy.toString(),
    respondBy: deal.respondBy.toString(),
    settleBy: deal.settleBy.toString(),
    disputeWindow: deal.disputeWindow.toString(),
    oracle: {
      ...deal.oracle,
      threshold: deal.oracle.threshold.toString(),
      notBefore: deal.oracle.notBefore.toString(),
      maxAge: deal.oracle.maxAge.toString(),
    },
    panel: { ...deal.panel, totalWeight: deal.panel.totalWeight.toString(), struck: [...deal.panel.struck] },
  }
}

/** Back from its stored form. */
export function fromDealJson(json: DealJson): Deal {
  return {
    ...json,
    creatorBond: BigInt(json.creatorBond),
    counterpartyBond: BigInt(json.counterpartyBond),
    creatorBase: BigInt(json.creatorBase),
    counterpartyBase: BigInt(json.counterpartyBase),
    joinBy: BigInt(json.joinBy),
    respondBy: BigInt(json.respondBy),
    settleBy: BigInt(json.settleBy),
    disputeWindow: BigInt(json.disputeWindow),
    oracle: {
      ...json.oracle,
      threshold: BigInt(json.oracle.threshold),
      notBefore: BigInt(json.oracle.notBefore),
      maxAge: BigInt(json.oracle.maxAge),
    },
    panel: { ...json.panel, totalWeight: BigInt(json.panel.totalWeight) },
  }
}

/** What one party puts in: bond and base together. */
export function depositOf(deal: Deal, role: 'creator' | 'counterparty'): bigint {
  return role === 'creator' ? deal.creatorBond + deal.creatorBase : deal.counterpartyBond + deal.counterpartyBase
}

/** ⌊larger bond · 10/100⌋, in the deal's token (domain §4, "Dispute on chain"). */
export function disputeFeeOf(deal: Pick<Deal, 'creatorBond' | 'counterpartyBond'>): bigint {
  const isCreatorLarger = deal.creatorBond > deal.counterpartyBond
  return ((isCreatorLarger ? deal.creatorBond : deal.counterpartyBond) * 10n) / 100n
}
