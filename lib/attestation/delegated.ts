import { domainSeparator, encodeFunctionData, hashTypedData, keccak256, parseSignature, toHex } from 'viem'
import type { Hex } from '@/lib/proof/hash'
import { EAS_ABI, EAS_PLAIN_ABI } from './eas-abi'
import type { AttestData } from './encode'

/**
 * Pure: what an issuer signs for EAS so that somebody else may send and pay for it, and the calls that carry it. EAS changed
 * what is signed twice: PLAIN before 1.0, TIMED with a value and a deadline, NAMED (1.3) with the attester too. A contract
 * says which by `getAttestTypeHash`.
 */
export type DelegationForm = 'PLAIN' | 'TIMED' | 'NAMED'

/** The EIP-712 domain of one EAS: `version` is what its `version()` said when it was deployed. */
export type EasDomain = { name: string; version: string; chainId: number; verifyingContract: Hex }

/** One EAS contract as its issuers need it; `version` is what it calls itself, which off-chain attestations sign. */
export type Eas = { domain: EasDomain; form: DelegationForm; version?: string }

type Field = { name: string; type: string }

const ATTEST_FIELDS: Field[] = [
  { name: 'schema', type: 'bytes32' },
  { name: 'recipient', type: 'address' },
  { name: 'expirationTime', type: 'uint64' },
  { name: 'revocable', type: 'bool' },
  { name: 'refUID', type: 'bytes32' },
  { name: 'data', type: 'bytes' },
]
const REVOKE_FIELDS: Field[] = [
  { name: 'schema', type: 'bytes32' },
  { name: 'uid', type: 'bytes32' },
]
const NONCE: Field = { name: 'nonce', type: 'uint256' }
const TIMED: Field[] = [{ name: 'value', type: 'uint256' }, NONCE, { name: 'deadline', type: 'uint64' }]

const TYPES: Record<DelegationForm, { Attest: Field[]; Revoke: Field[] }> = {
  PLAIN: { Attest: [...ATTEST_FIELDS, NONCE], Revoke: [...REVOKE_FIELDS, NONCE] },
  TIMED: { Attest: [...ATTEST_FIELDS, ...TIMED], Revoke: [...REVOKE_FIELDS, ...TIMED] },
  NAMED: {
    Attest: [{ name: 'attester', type: 'address' }, ...ATTEST_FIELDS, ...TIMED],
    Revoke: [{ name: 'revoker', type: 'address' }, ...REVOKE_FIELDS, ...TIMED],
  },
}

/** Which form a contract wants; null for an EAS we do not know. */
export function delegationFormOf(attestTypeHash: string): DelegationForm | null {
  const forms = Object.keys(TYPES) as DelegationForm[]
  return forms.find((form) => typeHash('Attest', TYPES[form].Attest) === attestTypeHash.toLowerCase()) ?? null
}

function typeHash(name: string, fields: Field[]): Hex {
  return keccak256(toHex(`${name}(${fields.map((field) => `${field.type} ${field.name}`).join(',')})`))
}

/** What `getDomainSeparator` answers for this domain, were it really that contract's. */
export const separatorOf = (domain: EasDomain): Hex => domainSeparator({ domain })

/** Who signs, with which of their EAS nonces, and until when (Unix seconds; EAS wants it later than the block's time). */
export type Delegate = { issuer: Hex; schema: Hex; nonce: bigint; deadline: bigint }

/** The 32 bytes an issuer signs for one attestation. Each item of a call uses one nonce, in order. */
export function attestDigest({ domain, form }: Eas, { issuer, ...delegate }: Delegate, item: AttestData): Hex {
  const message = { ...item, ...delegate, attester: issuer, value: 0n }
  return hashTypedData({ domain, types: { Attest: TYPES[form].Attest }, primaryType: 'Attest', message })
}

/** The 32 bytes an issuer signs to revoke one attestation. */
export function revokeDigest({ domain, form }: Eas, { issuer, ...delegate }: Delegate, uid: Hex): Hex {
  const message = { ...delegate, uid, revoker: issuer, value: 0n }
  return hashTypedData({ domain, types: { Revoke: TYPES[form].Revoke }, primaryType: 'Revoke', message })
}

type Signed = Omit<Delegate, 'nonce'> & { signatures: readonly Hex[] }

/** The call that attests `items` for the issuer, whoever sends it; `signatures[i]` is over items[i] with nonce + i. */
export function attestByDelegationCall(form: DelegationForm, signed: Signed, items: readonly AttestData[]): Hex {
  const { schema, issuer: attester, deadline } = signed
  const signatures = signed.signatures.map(toParts)
  const data = items.map((item) => ({ ...item, value: 0n }))
  const functionName = 'multiAttestByDelegation'

  if (form === 'PLAIN') {
    return encodeFunctionData({ abi: EAS_PLAIN_ABI, functionName, args: [[{ schema, data, signatures, attester }]] })
  }
  return encodeFunctionData({ abi: EAS_ABI, functionName, args: [[{ schema, data, signatures, attester, deadline }]] })
}

/** The call that revokes `uids` for the issuer, whoever sends it; `signatures[i]` is over uids[i] with nonce + i. */
export function revokeByDelegationCall(form: DelegationForm, signed: Signed, uids: readonly Hex[]): Hex {
  const { schema, issuer: revoker, deadline } = signed
  const signatures = signed.signatures.map(toParts)
  const data = uids.map((uid) => ({ uid, value: 0n }))
  const functionName = 'multiRevokeByDelegation'

  if (form === 'PLAIN') {
    return encodeFunctionData({ abi: EAS_PLAIN_ABI, functionName, args: [[{ schema, data, signatures, revoker }]] })
  }
  return encodeFunctionData({ abi: EAS_ABI, functionName, args: [[{ schema, data, signatures, revoker, deadline }]] })
}

function toParts(signature: Hex): { v: number; r: Hex; s: Hex } {
  const { r, s, yParity } = parseSignature(signature)
  return { v: 27 + yParity, r, s }
}
