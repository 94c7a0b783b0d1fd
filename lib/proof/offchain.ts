import { encodePacked, hashTypedData, keccak256, parseSignature, stringToHex } from 'viem'
import { addressField, chainIdField, decimalField, hashField, hexField } from './fields'
import type { Hex } from './hash'
import { type Recover, recoverSigner } from './signature'
import { z } from './zod'

/**
 * EAS off-chain attestations, version 2: the JSON that EAS's own tools read and write, `{ sig, signer }`. Pure and
 * browser-safe. The uid of EAS does not name the signer; ours does, since the salt begins with the signer's address
 * (`saltOf`), so that an anchored uid proves who attested and not only what.
 */
const ATTEST_FIELDS = [
  { name: 'version', type: 'uint16' },
  { name: 'schema', type: 'bytes32' },
  { name: 'recipient', type: 'address' },
  { name: 'time', type: 'uint64' },
  { name: 'expirationTime', type: 'uint64' },
  { name: 'revocable', type: 'bool' },
  { name: 'refUID', type: 'bytes32' },
  { name: 'data', type: 'bytes' },
  { name: 'salt', type: 'bytes32' },
] as const
const DOMAIN_FIELDS = [
  { name: 'name', type: 'string' },
  { name: 'version', type: 'string' },
  { name: 'chainId', type: 'uint256' },
  { name: 'verifyingContract', type: 'address' },
] as const

const MAX_UINT64 = 2n ** 64n - 1n
const seconds = decimalField(MAX_UINT64)

const fieldsSchema = z
  .array(z.strictObject({ name: z.string(), type: z.string() }))
  .refine(
    (fields) => JSON.stringify(fields.map(({ name, type }) => [name, type])) === EXPECTED,
    'not those of version 2',
  )
const EXPECTED = JSON.stringify(ATTEST_FIELDS.map(({ name, type }) => [name, type]))

export const offchainMessageSchema = z.strictObject({
  version: z.literal(2),
  schema: hashField,
  recipient: addressField,
  time: seconds,
  expirationTime: seconds,
  revocable: z.boolean(),
  refUID: hashField,
  data: hexField,
  salt: hashField,
})

const domainSchema = z.strictObject({
  name: z.literal('EAS Attestation'),
  version: z.string().min(1).max(20),
  chainId: chainIdField,
  verifyingContract: addressField,
})

/** A signed attestation, whole. Times are Unix seconds as text; `expirationTime` 0 means never. */
export const offchainSchema = z.strictObject({
  sig: z.strictObject({
    version: z.literal(2),
    domain: domainSchema,
    primaryType: z.literal('Attest'),
    types: z.strictObject({ Attest: fieldsSchema }),
    message: offchainMessageSchema,
    uid: hashField,
    signature: z.strictObject({ r: hashField, s: hashField, v: z.int().min(27).max(28) }),
  }),
  signer: addressField,
})

export type OffchainMessage = z.output<typeof offchainMessageSchema>
export type OffchainDomain = z.output<typeof domainSchema>
export type OffchainAttestation = z.output<typeof offchainSchema>

/** The domain of one EAS; `version` is what its `version()` answers. */
export function offchainDomain(chainId: number, version: string, eas: Hex): OffchainDomain {
  return { name: 'EAS Attestation', version, chainId, verifyingContract: eas }
}

/** A salt that names its signer: the address, and twelve random bytes. Throws for fewer or more. */
export function saltOf(signer: Hex, random: Hex): Hex {
  if (!/^0x[0-9a-f]{24}$/.test(random)) throw new Error('A salt takes twelve random bytes')
  return `${signer}${random.slice(2)}`
}

/** What EAS names an off-chain attestation by (version 2). */
export function offchainUid(message: OffchainMessage): Hex {
  const { version, schema, recipient, time, expirationTime, revocable, refUID, data, salt } = message
  const parts = [
    'uint16',
    'bytes',
    'address',
    'address',
    'uint64',
    'uint64',
    'bool',
    'bytes32',
    'bytes',
    'bytes32',
    'uint32',
  ]
  const text = stringToHex(schema)
  const values = [
    version,
    text,
    recipient,
    NOBODY,
    BigInt(time),
    BigInt(expirationTime),
    revocable,
    refUID,
    data,
    salt,
    0,
  ]
  return keccak256(encodePacked(parts, values))
}

const NOBODY: Hex = `0x${'0'.repeat(40)}`

/** The question for a wallet, as `eth_signTypedData_v4` takes it. */
export function offchainTypedData(domain: OffchainDomain, message: OffchainMessage) {
  const types = { EIP712Domain: DOMAIN_FIELDS.map(copy), Attest: ATTEST_FIELDS.map(copy) }
  return { types, primaryType: 'Attest', domain, message }
}

const copy = ({ name, type }: { name: string; type: string }) => ({ name, type })

/** The 32 bytes that are signed. */
export function offchainDigest(domain: OffchainDomain, message: OffchainMessage): Hex {
  const { time, expirationTime } = message
  const values = { ...message, time: BigInt(time), expirationTime: BigInt(expirationTime) }
  return hashTypedData({ domain, types: { Attest: ATTEST_FIELDS }, primaryType: 'Attest', message: values })
}

/** The document out of what was signed. `signature` is 65 bytes, v 27 or 28. */
export function offchainDocument(signed: {
  domain: OffchainDomain
  message: OffchainMessage
  signer: Hex
  signature: Hex
}): OffchainAttestation {
  const { domain, message, signer, signature } = signed
  const { r, s, yParity } = parseSignature(signature)
  const types = { Attest: ATTEST_FIELDS.map(copy) }
  const uid = offchainUid(message)
  const sig = {
    version: 2,
    domain,
    primaryType: 'Attest',
    types,
    message,
    uid,
    signature: { r, s, v: 27 + yParity },
  } as const
  return { sig, signer }
}

/** What is wrong with a document, or null when its uid and signature are its signer's. Never throws. */
export async function findOffchainFault(document: unknown, recover: Recover = recoverSigner): Promise<string | null> {
  const parsed = offchainSchema.safeParse(document)
  if (!parsed.success) return 'it is not an EAS off-chain attestation of version 2'

  const { sig, signer } = parsed.data
  if (offchainUid(sig.message) !== sig.uid) return 'its uid is not the one of what it says'
  if (!namesSigner(parsed.data)) return 'its salt does not name its signer'

  const { r, s, v } = sig.signature
  const signature = `${r}${s.slice(2)}${v.toString(16)}`
  if ((await recover(offchainDigest(sig.domain, sig.message), signature)) !== signer) return 'somebody else signed it'
  return null
}

/** Whether the salt, and so the uid, names the signer. */
export function namesSigner({ sig, signer }: OffchainAttestation): boolean {
  return sig.message.salt.startsWith(signer)
}
