import { privateKeyToAccount } from 'viem/accounts'
import { beforeAll, describe, expect, it } from 'vitest'
import type { AttestationProof } from './attestation-proof'
import type { ChainReader, HeldAttestation } from './chain-reader'
import { type Hex, keccakHex } from './hash'
import { jcs } from './jcs'
import { buildTree } from './merkle'
import { type OffchainMessage, offchainDigest, offchainDocument, offchainDomain, saltOf } from './offchain'
import { verifyBundle, verifyBundleOnline } from './verify'

const asOf = new Date('2027-02-01T00:00:00.000Z')
const CHAIN = 31337
const EAS: Hex = `0x${'ea'.repeat(20)}`
const account = privateKeyToAccount(`0x${'11'.repeat(32)}`)
const attester = account.address.toLowerCase() as Hex
const SECONDS = 1_796_000_000n

const message: OffchainMessage = {
  version: 2,
  schema: `0x${'5c'.repeat(32)}`,
  recipient: `0x${'70'.repeat(20)}`,
  time: '1795262400',
  expirationTime: '1995262400',
  revocable: true,
  refUID: `0x${'00'.repeat(32)}`,
  data: '0x1234',
  salt: saltOf(attester, `0x${'0a'.repeat(12)}`),
}
const { version: _, salt: __, ...fields } = message
const attestation = { ...fields, attester }

let proof: AttestationProof & { offchain: NonNullable<AttestationProof['offchain']> }
let onchain: AttestationProof
beforeAll(async () => {
  const domain = offchainDomain(CHAIN, '1.3.0', EAS)
  const signature = await account.sign({ hash: offchainDigest(domain, message) })
  const document = offchainDocument({ domain, message, signer: attester, signature })
  const { uid } = document.sig
  const { root, proofs } = buildTree([
    ['receipt', keccakHex('one')],
    ['offchain', uid],
    ['receipt', keccakHex('two')],
  ])
  const anchor = {
    state: 'FINAL' as const,
    ...{ chain_id: CHAIN, eas: EAS, root, tx_hash: keccakHex('tx'), block_number: 7 },
    block_time: new Date(Number(SECONDS) * 1000).toISOString(),
  }
  const offchain = { document, proof: proofs[1] ?? [], anchor }
  proof = { v: 'countersign.attestation/1', chain_id: CHAIN, eas: EAS, uid, attestation, offchain }
  onchain = { ...proof, offchain: null }
})

const noAnswer = () => Promise.reject(new Error('no answer'))
const held: HeldAttestation = { ...attestation, revocationTime: 0n }
/** A node that has seen what the file says. */
const node = (answers: Partial<ChainReader> = {}): ChainReader => ({
  chainId: CHAIN,
  accepts: noAnswer,
  timestampOf: async () => SECONDS,
  timestamping: async () => ({ blockNumber: 7, seconds: SECONDS }),
  hasBlock: noAnswer,
  blockHashAt: noAnswer,
  dealEnding: noAnswer,
  panelOf: noAnswer,
  attestationOf: async () => held,
  revokedOffchain: async () => 0n,
  ...answers,
})

async function check(file: object, ...chains: ChainReader[]) {
  const { exit, links } = await verifyBundleOnline(jcs(file), { asOf, chains })
  return { exit, ...Object.fromEntries(links.map(({ name, verdict }) => [name, verdict])) }
}

describe('the file of an off-chain attestation', () => {
  it('proves who signed it and that it is under its root; with a node also when, and that it stands', async () => {
    const offline = {
      exit: 0,
      attestation: 'proven',
      inclusion: 'proven',
      anchor: 'claimed',
      revocation: 'claimed',
      expiry: 'proven',
    }
    expect(await check(proof)).toMatchObject(offline)
    expect(await check(proof, node())).toMatchObject({ exit: 0, anchor: 'proven', revocation: 'proven' })
    const { parties, warnings } = await verifyBundle(jcs(proof), { asOf })
    expect(parties[0]).toEqual({ role: 'attester', did: `did:pkh:eip155:31337:${attester}` })
    expect(warnings).toContain('On a local chain, worth nothing.')
  })

  it('says that it was revoked, that it ended, and what a node does not tell', async () => {
    expect(await check(proof, node({ revokedOffchain: async () => 1n }))).toMatchObject({
      exit: 1,
      revocation: 'broken',
    })
    expect(await check(proof, node({ revokedOffchain: noAnswer }))).toMatchObject({
      exit: 2,
      revocation: 'unverifiable',
    })
    expect(await check(proof, node({ timestampOf: async () => 0n }))).toMatchObject({ exit: 1, anchor: 'broken' })
    const late = new Date(1_995_262_400_000)
    expect((await verifyBundle(jcs(proof), { asOf: late })).links.at(-1)).toMatchObject({
      name: 'expiry',
      verdict: 'broken',
    })
    const pending = { ...proof, offchain: { ...proof.offchain, proof: null, anchor: { state: 'pending' } } }
    expect(await check(pending)).toMatchObject({ exit: 0, inclusion: 'claimed', anchor: 'claimed' })
  })

  it('breaks with any change', async () => {
    const { offchain } = proof
    const changes: [string, object][] = [
      ...Object.entries({ recipient: EAS, data: '0x12', time: '1', revocable: false, attester: EAS }).map(
        ([field, value]): [string, object] => ['attestation', { attestation: { ...attestation, [field]: value } }],
      ),
      ['attestation', { uid: keccakHex('other') }],
      ['attestation', { chain_id: 1 }],
      ['attestation', { eas: attester }],
      ['inclusion', { offchain: { ...offchain, proof: [] } }],
      ['inclusion', { offchain: { ...offchain, anchor: { ...offchain.anchor, root: keccakHex('root') } } }],
      ['form', { more: 1 }],
      ['form', { offchain: { ...offchain, document: {} } }],
    ]
    for (const [link, change] of changes) {
      expect(await check({ ...proof, ...change }), JSON.stringify(change)).toMatchObject({ exit: 1, [link]: 'broken' })
    }
    const spaced = await verifyBundle(` ${jcs(proof)}`, { asOf })
    expect(spaced.exit).toBe(1)
  })
})

it('of an off-chain attestation for a contract that is not the chain’s EAS is broken', async () => {
  const domain = offchainDomain(8453, '1.3.0', EAS)
  const signature = await account.sign({ hash: offchainDigest(domain, message) })
  const document = offchainDocument({ domain, message, signer: attester, signature })
  const file = { ...proof, chain_id: 8453, offchain: { ...proof.offchain, document } }
  expect(await check(file)).toMatchObject({ exit: 1, attestation: 'broken' })
})

describe('the file of an attestation on chain', () => {
  it('proves nothing alone, and with a node whether EAS holds it, and not revoked', async () => {
    expect(await check(onchain)).toMatchObject({ exit: 2, attestation: 'unverifiable' })
    expect(await check(onchain, node())).toMatchObject({ exit: 0, attestation: 'proven', revocation: 'proven' })
    const revoked = node({ attestationOf: async () => ({ ...held, revocationTime: 9n }) })
    expect(await check(onchain, revoked)).toMatchObject({ exit: 1, attestation: 'proven', revocation: 'broken' })
    expect(await check(onchain, node({ attestationOf: async () => null }))).toMatchObject({
      exit: 1,
      attestation: 'broken',
    })
    const other = node({ attestationOf: async () => ({ ...held, data: '0x99' }) })
    expect(await check(onchain, other)).toMatchObject({ exit: 1, attestation: 'broken' })
    expect(await check(onchain, node({ attestationOf: noAnswer }))).toMatchObject({ exit: 2 })
    // Elsewhere the EAS is the one everybody knows, not the one the file names.
    expect(await check({ ...onchain, chain_id: 8453 }, node({ chainId: 8453 }))).toMatchObject({
      exit: 1,
      attestation: 'broken',
    })
  })
})
