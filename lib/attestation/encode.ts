import {
  decodeAbiParameters,
  encodeAbiParameters,
  encodeFunctionData,
  encodePacked,
  keccak256,
  parseAbiParameters,
} from 'viem'
import type { Hex } from '@/lib/proof/hash'
import { EAS_ABI, REGISTRY_ABI } from './eas-abi'

/** Pure: what the schemas of EAS hold and what its contracts are called with. Nothing here signs or sends. */

export const ZERO_ADDRESS: Hex = `0x${'0'.repeat(40)}`
export const ZERO_UID: Hex = `0x${'0'.repeat(64)}`

/** The desk's own schema (domain §8): what somebody may do with a token of a document. Without a resolver, revocable. */
export const CAPABILITY_SCHEMA = 'bytes32 integraHash, uint256 tokenId, string[] capabilities'

/** What a receipt says, and what was known of a party, for those who want them as attestations too (domain §8). */
export const RECEIPT_SCHEMA = 'bytes32 receiptId,string kind,string outcome'
export const REPUTATION_SCHEMA = 'string did,uint64 asOf,uint32[7] dimensions'

const CAPABILITY_FIELDS = parseAbiParameters(CAPABILITY_SCHEMA)

export type Capability = { integraHash: Hex; tokenId: bigint; capabilities: readonly string[] }

/** What EAS identifies a schema by: the same on every chain. */
export function schemaUid(definition: string, resolver: Hex = ZERO_ADDRESS, revocable = true): Hex {
  return keccak256(encodePacked(['string', 'address', 'bool'], [definition, resolver, revocable]))
}

export const CAPABILITY_UID: Hex = schemaUid(CAPABILITY_SCHEMA)

/** The fields of a capability as EAS stores them. Throws for a token id of more than 256 bits. */
export function encodeCapability({ integraHash, tokenId, capabilities }: Capability): Hex {
  return encodeAbiParameters(CAPABILITY_FIELDS, [integraHash, tokenId, [...capabilities]])
}

/** Back again; null for data that is not a capability. */
export function decodeCapability(data: Hex): Capability | null {
  try {
    const [integraHash, tokenId, capabilities] = decodeAbiParameters(CAPABILITY_FIELDS, data)
    return { integraHash: integraHash.toLowerCase() as Hex, tokenId, capabilities }
  } catch {
    return null
  }
}

/** One attestation as EAS takes it. `expirationTime`: Unix seconds, 0 for never. */
export type AttestData = { recipient: Hex; expirationTime: bigint; revocable: boolean; refUID: Hex; data: Hex }

/** Attestations of one schema from the attester's own address: it is the attester whoever looks. */
export function attestCall(schema: Hex, items: readonly AttestData[]): Hex {
  const data = items.map((item) => ({ ...item, value: 0n }))
  return encodeFunctionData({ abi: EAS_ABI, functionName: 'multiAttest', args: [[{ schema, data }]] })
}

/** Revocations under one schema from the attester's own address. */
export function revokeCall(schema: Hex, uids: readonly Hex[]): Hex {
  const data = uids.map((uid) => ({ uid, value: 0n }))
  return encodeFunctionData({ abi: EAS_ABI, functionName: 'multiRevoke', args: [[{ schema, data }]] })
}

/** Revokes an off-chain attestation for whoever sends it. */
export function revokeOffchainCall(uid: Hex): Hex {
  return encodeFunctionData({ abi: EAS_ABI, functionName: 'revokeOffchain', args: [uid] })
}

/** Registers a schema; anybody may, once. */
export function registerSchemaCall(definition: string, resolver: Hex = ZERO_ADDRESS, revocable = true): Hex {
  return encodeFunctionData({ abi: REGISTRY_ABI, functionName: 'register', args: [definition, resolver, revocable] })
}
