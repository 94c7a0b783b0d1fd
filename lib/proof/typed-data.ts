import { hashTypedData, type TypedDataParameter } from 'viem'
import type { Hex } from './hash'

/** Every EIP-712 type of formats.md, field for field. */
export const TYPES = {
  Intent: [
    { name: 'title', type: 'string' },
    { name: 'summary', type: 'string' },
    { name: 'challenge', type: 'string' },
    { name: 'revision', type: 'uint32' },
    { name: 'mode', type: 'string' },
    { name: 'role', type: 'string' },
    { name: 'party', type: 'address' },
    { name: 'counterparty', type: 'string' },
    { name: 'bond', type: 'string' },
    { name: 'deadlines', type: 'string' },
    { name: 'resolution', type: 'string' },
    { name: 'termsHash', type: 'bytes32' },
    { name: 'initiatorHash', type: 'bytes32' },
  ],
  Extend: [
    { name: 'title', type: 'string' },
    { name: 'challenge', type: 'string' },
    { name: 'final', type: 'bytes32' },
    { name: 'status', type: 'string' },
    { name: 'until', type: 'uint64' },
  ],
  Settle: [
    { name: 'title', type: 'string' },
    { name: 'challenge', type: 'string' },
    { name: 'deal', type: 'bytes32' },
    { name: 'final', type: 'bytes32' },
    { name: 'outcome', type: 'string' },
    { name: 'toCreator', type: 'uint256' },
    { name: 'toCounterparty', type: 'uint256' },
    { name: 'nonce', type: 'uint256' },
    { name: 'validUntil', type: 'uint64' },
  ],
  Vote: [
    { name: 'title', type: 'string' },
    { name: 'deal', type: 'bytes32' },
    { name: 'final', type: 'bytes32' },
    { name: 'round', type: 'uint32' },
    { name: 'outcome', type: 'string' },
  ],
  ReceiptStatement: [
    { name: 'title', type: 'string' },
    { name: 'receipt', type: 'bytes32' },
    { name: 'round', type: 'uint32' },
    { name: 'statement', type: 'string' },
    { name: 'score', type: 'uint32' },
    { name: 'confidence', type: 'uint32' },
    { name: 'evidenceHash', type: 'bytes32' },
  ],
  BundleSeal: [
    { name: 'title', type: 'string' },
    { name: 'hash', type: 'bytes32' },
  ],
  Delegation: [
    { name: 'title', type: 'string' },
    { name: 'organization', type: 'string' },
    { name: 'issuer', type: 'address' },
    { name: 'chainId', type: 'uint256' },
    { name: 'validUntil', type: 'uint64' },
  ],
} as const satisfies Record<string, readonly { name: string; type: FieldType }[]>

export type FieldType = 'string' | 'uint32' | 'uint64' | 'uint256' | 'address' | 'bytes32'
export type PrimaryType = keyof typeof TYPES

/** How a field stands in JSON: wider than uint32 is a decimal string. */
export type JsonOf<T extends FieldType> = T extends 'uint32' ? number : T extends 'address' | 'bytes32' ? Hex : string

type Complete<P extends PrimaryType> = {
  [F in (typeof TYPES)[P][number] as F['name']]: JsonOf<F['type']>
}

/** A message as it stands in JSON. A statement without a score or confidence leaves the field out and signs 0. */
export type MessageOf<P extends PrimaryType> = P extends 'ReceiptStatement'
  ? Omit<Complete<P>, 'score' | 'confidence'> & { score?: number | undefined; confidence?: number | undefined }
  : Complete<P>

export type IntentMessage = MessageOf<'Intent'>
export type ExtendMessage = MessageOf<'Extend'>
export type SettleMessage = MessageOf<'Settle'>
export type VoteMessage = MessageOf<'Vote'>
export type StatementMessage = MessageOf<'ReceiptStatement'>
export type SealMessage = MessageOf<'BundleSeal'>
export type DelegationMessage = MessageOf<'Delegation'>

export type Domain = { name: 'Countersign'; version: '1'; chainId: number; verifyingContract?: Hex | undefined }

/** The EIP-712 domain of a chain; with `verifyingContract` = the escrow when the challenge is bonded. */
export function domainFor(chainId: number, verifyingContract?: Hex): Domain {
  const domain = { name: 'Countersign', version: '1', chainId } as const
  return verifyingContract ? { ...domain, verifyingContract } : domain
}

/** The title of every Settle (formats.md): it must say the outcome it signs, or the signer was shown something else. */
export function settleTitle(outcome: string): string {
  return `Countersign: end as ${outcome}`
}

/** The title of every Vote; the contract composes it itself. */
export function voteTitle(outcome: string): string {
  return `Countersign: vote for ${outcome}`
}

/** The 32 bytes a wallet signs. Throws when a field is missing or does not fit its type. */
export function digestOf<P extends PrimaryType>(primaryType: P, domain: Domain, message: MessageOf<P>): Hex {
  const values = Object.fromEntries(
    fieldsOf(primaryType, message).map(([name, type, value]) => [
      name,
      type.startsWith('uint') ? toInteger(name, value) : value,
    ]),
  )
  const types: Record<string, TypedDataParameter[]> = { [primaryType]: [...TYPES[primaryType]] }
  return hashTypedData<typeof types, string>({ domain, types, primaryType, message: values })
}

/** What `eth_signTypedData_v4` takes, safe to pass through JSON: EIP712Domain included, wide integers as decimal strings. */
export type WalletTypedData = {
  types: Record<string, TypedDataParameter[]>
  primaryType: string
  domain: Domain
  message: Record<string, string | number>
}

/** The question for a wallet. Throws when a field is missing. */
export function typedData<P extends PrimaryType>(
  primaryType: P,
  domain: Domain,
  message: MessageOf<P>,
): WalletTypedData {
  return {
    types: { EIP712Domain: domainTypes(domain), [primaryType]: [...TYPES[primaryType]] },
    primaryType,
    domain: domainFor(domain.chainId, domain.verifyingContract),
    message: Object.fromEntries(fieldsOf(primaryType, message).map(([name, , value]) => [name, value])),
  }
}

function domainTypes(domain: Domain) {
  const types = [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
  ]
  return domain.verifyingContract ? [...types, { name: 'verifyingContract', type: 'address' }] : types
}

function fieldsOf(primaryType: PrimaryType, message: object): [string, FieldType, string | number][] {
  const given = message as Record<string, string | number | undefined>
  return TYPES[primaryType].map(({ name, type }) => {
    const value = given[name] ?? (name === 'score' || name === 'confidence' ? 0 : undefined)
    if (value === undefined) throw new Error(`${primaryType}.${name} is missing`)
    return [name, type, value]
  })
}

function toInteger(name: string, value: string | number): bigint {
  if (!/^(?:0|[1-9][0-9]*)$/.test(String(value))) throw new Error(`${name} is not a decimal integer`)
  return BigInt(value)
}
