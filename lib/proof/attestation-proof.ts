import { anchorSchema } from './bundle'
import type { ChainReader, HeldAttestation } from './chain-reader'
import { networkOf } from './chains'
import { addressField, chainIdField, decimalField, hashField, hexField } from './fields'
import type { Hex } from './hash'
import { jcs, parseJson } from './jcs'
import { checkTimestamp } from './links/anchor'
import { type Means, readerFor } from './links/facts'
import { verifyInclusion } from './merkle'
import { findOffchainFault, type OffchainAttestation, offchainSchema } from './offchain'
import {
  broken,
  claimed,
  exitOf,
  type Finding,
  type Link,
  linkOf,
  proven,
  type Report,
  rules,
  unverifiable,
} from './report'
import { z } from './zod'

const VERSION = 'countersign.attestation/1'

/**
 * An attestation as one file, JCS bytes like a bundle's. On chain only a node can tell whether it stands, and is not revoked;
 * off chain the file proves who signed it and that it is under an anchored root, and a node the rest.
 */
export const attestationProofSchema = z.strictObject({
  v: z.literal(VERSION),
  chain_id: chainIdField,
  eas: addressField,
  uid: hashField,
  attestation: z.strictObject({
    schema: hashField,
    attester: addressField,
    recipient: addressField,
    time: decimalField(),
    expirationTime: decimalField(),
    revocable: z.boolean(),
    refUID: hashField,
    data: hexField,
  }),
  offchain: z
    .strictObject({ document: offchainSchema, proof: z.array(hashField).nullable(), anchor: anchorSchema })
    .nullable(),
})

export type AttestationProof = z.infer<typeof attestationProofSchema>
type Offchain = NonNullable<AttestationProof['offchain']>
type Read = { name: string; text: string; value: unknown }

/** The file when it says that it is one of these, whatever else is wrong with it; null for bundles and all else. */
export function readAttestationProof(bytes: Uint8Array | string): Read | null {
  try {
    const { value, text } = parseJson(bytes)
    const v = typeof value === 'object' && value !== null && 'v' in value ? value.v : null
    return v === VERSION ? { name: 'form', text, value } : null
  } catch {
    return null
  }
}

/** What the file proves, and with nodes whether the attestation stands. A revoked or expired one is broken, and says so. */
export async function verifyAttestationProof(
  { text, value }: Read,
  means: Means,
  asOf: Date,
): Promise<Pick<Report, 'exit' | 'links' | 'parties' | 'warnings'>> {
  const bytes = linkOf(
    'canonical bytes',
    rules([[jcs(value) === text, 'the JSON is not in its canonical form (RFC 8785)']]),
    'the file is exactly its canonical form',
  )
  const parsed = attestationProofSchema.safeParse(value)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const form = broken(
      `${issue?.path.join('.') || 'the file'} does not have the form of ${VERSION}: ${issue?.message}`,
    )
    const links = [bytes, linkOf('form', [form], '')]
    return { exit: exitOf(links), links, parties: [], warnings: [] }
  }

  const proof = parsed.data
  const links = [bytes, ...(await checkProof(proof, means)), checkTime(proof, asOf)]
  const { attester, recipient } = proof.attestation
  const did = (address: string) => `did:pkh:eip155:${proof.chain_id}:${address}`
  const parties = [
    { role: 'attester', did: did(attester) },
    { role: 'recipient', did: did(recipient) },
  ]
  return { exit: exitOf(links), links, parties, warnings: warningsOf(proof) }
}

function checkProof(proof: AttestationProof, means: Means): Promise<Link[]> {
  return proof.offchain ? checkOffchain(proof, proof.offchain, means) : checkOnchain(proof, means)
}

async function checkOnchain(proof: AttestationProof, means: Means): Promise<Link[]> {
  const { chain_id, uid, eas } = proof
  const held = await asked(proof, means, (reader) => reader.attestationOf(eas, uid))
  if ('finding' in held) return [linkOf('attestation', [held.finding], '')]
  if (!held.answer) return [linkOf('attestation', [broken('EAS holds nothing under this uid')], '')]

  const { revocationTime, ...fields } = held.answer
  const same = rules([[isSame(fields, proof.attestation), 'EAS holds something else under this uid']])
  const where = `EAS of ${networkOf(chain_id)?.name ?? `chain ${chain_id}`} holds it, by ${fields.attester}`
  return [linkOf('attestation', same, where), linkOf('revocation', [standing(revocationTime)], 'not revoked')]
}

function isSame(held: Omit<HeldAttestation, 'revocationTime'>, said: AttestationProof['attestation']): boolean {
  return jcs(held) === jcs(said)
}

async function checkOffchain(
  proof: AttestationProof,
  { document, proof: path, anchor }: Offchain,
  means: Means,
): Promise<Link[]> {
  const fault = await findOffchainFault(document, means.recover)
  const { attester, recipient } = proof.attestation
  const signed = [
    ...(fault ? [broken(fault)] : []),
    ...rules([
      [says(proof, document), 'the file says something else than what was signed'],
      [document.sig.uid === proof.uid, 'the file names another uid'],
      [!namesOtherEas(proof), 'it names another EAS contract than the one on its chain'],
    ]),
  ]
  return [
    linkOf('attestation', signed, `signed by ${attester} for ${recipient}`),
    linkOf('inclusion', [checkInclusion(proof.uid, path, anchor)], 'it is a leaf under the root'),
    await checkAnchored(anchor, means),
    await checkRevocation(proof, means),
  ]
}

function says({ attestation, chain_id, eas }: AttestationProof, { sig, signer }: OffchainAttestation): boolean {
  const { version: _, salt: __, ...fields } = sig.message
  const { chainId, verifyingContract } = sig.domain
  return jcs({ ...fields, attester: signer }) === jcs(attestation) && chainId === chain_id && verifyingContract === eas
}

function checkInclusion(uid: Hex, path: Hex[] | null, anchor: Offchain['anchor']): Finding {
  if (anchor.state === 'pending' || path === null) return claimed('not anchored yet')
  const holds = verifyInclusion(anchor.root, 'offchain', uid, path)
  return holds ? proven('included') : broken('the Merkle proof does not lead to the root')
}

async function checkAnchored(anchor: Offchain['anchor'], means: Means): Promise<Link> {
  if (anchor.state === 'pending') return linkOf('anchor', [claimed('not anchored yet')], '')
  const findings = await checkTimestamp(anchor, means)
  return linkOf('anchor', findings, `timestamped in block ${anchor.block_number} at ${anchor.block_time}`)
}

async function checkRevocation(proof: AttestationProof, means: Means): Promise<Link> {
  const { eas, uid, attestation } = proof
  if (!attestation.revocable) return linkOf('revocation', [], 'nobody can revoke it')
  const revoked = await asked(proof, means, (reader) => reader.revokedOffchain(eas, attestation.attester, uid))
  if (!('finding' in revoked)) return linkOf('revocation', [standing(revoked.answer)], 'not revoked')

  // Without a node the signature still stands; whether it was taken back is what cannot be seen.
  const isAsked = readerFor(means, proof.chain_id) !== undefined
  return linkOf(
    'revocation',
    [isAsked ? revoked.finding : claimed('whether it was revoked, a node can tell (--rpc)')],
    '',
  )
}

function standing(seconds: bigint): Finding {
  return seconds === 0n ? proven('not revoked') : broken(`revoked at ${timeOf(seconds)}`)
}

/** Asks the pinned EAS of the attestation's chain; on the local chain the one the file names. */
async function asked<T>(
  { chain_id, eas }: AttestationProof,
  means: Means,
  ask: (reader: ChainReader) => Promise<T>,
): Promise<{ answer: T } | { finding: Finding }> {
  const network = networkOf(chain_id)
  if (!network) return { finding: unverifiable(`chain ${chain_id} is not known to this version`) }
  if (namesOtherEas({ chain_id, eas })) {
    return { finding: broken(`it names another EAS contract than the one on ${network.name}`) }
  }
  const reader = readerFor(means, chain_id)
  if (!reader) return { finding: unverifiable(`only a node of ${network.name} can tell (--rpc)`) }
  try {
    return { answer: await ask(reader) }
  } catch {
    return { finding: unverifiable(`the node of ${network.name} did not answer`) }
  }
}

/** Off the local chain there is one EAS, and anybody could sign for a contract of their own. */
function namesOtherEas({ chain_id, eas }: Pick<AttestationProof, 'chain_id' | 'eas'>): boolean {
  const network = networkOf(chain_id)
  return network !== undefined && !network.local && network.eas !== eas
}

function checkTime({ attestation: { expirationTime } }: AttestationProof, asOf: Date): Link {
  if (expirationTime === '0') return linkOf('expiry', [], 'it never ends')
  const isOver = BigInt(expirationTime) * 1000n <= BigInt(asOf.getTime())
  return linkOf(
    'expiry',
    rules([[!isOver, `it ended at ${timeOf(BigInt(expirationTime))}`]]),
    `until ${timeOf(BigInt(expirationTime))}`,
  )
}

const LAST_SECOND = 253_402_300_799n

function timeOf(seconds: bigint): string {
  return seconds > LAST_SECOND ? `second ${seconds}` : new Date(Number(seconds) * 1000).toISOString()
}

function warningsOf({ chain_id, offchain }: AttestationProof): string[] {
  const isLocal = networkOf(chain_id)?.local ?? false
  return [
    ...(isLocal ? ['On a local chain, worth nothing.'] : []),
    ...(offchain?.anchor.state === 'pending'
      ? ['Not anchored yet: nothing but its signer’s word says when this was.']
      : []),
  ]
}
