import { ed25519 } from '@noble/curves/ed25519'
import { describe, expect, test } from 'vitest'
import { pkhDid } from './did'
import { didKeyOf } from './did-key'
import { bytesOf, type Hex, hexOf, keccakHex, ZERO_HASH } from './hash'
import { addressOf, signAs } from './sign.fixture'
import { recoverSigner } from './signature'
import { buildStatement, type SignedStatement, statementBytes, statementDomain, verifyStatement } from './statement'

const receipt = keccakHex('receipt')
const secret = bytesOf('0x9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60')
const didKey = didKeyOf(ed25519.getPublicKey(secret))

const byWallet = async (): Promise<SignedStatement> => {
  const did = pkhDid(1, addressOf('member1'))
  const domain = statementDomain(did, 31337)
  const message = buildStatement({ receipt, round: 1, statement: 'AUDIT_PASS', score: 9_000, confidence: 7_500 })
  return { did, domain, message, signature: await signAs('member1', 'ReceiptStatement', domain, message) }
}

const byKey = async (): Promise<SignedStatement> => {
  const domain = statementDomain(didKey, 31337)
  const message = buildStatement({ receipt, round: 0, statement: 'COUNTERSIGNED' })
  return { did: didKey, domain, message, signature: hexOf(ed25519.sign(statementBytes(domain, message), secret)) }
}

const verify = (signed: SignedStatement) => verifyStatement(signed, recoverSigner)

test('leaves out what is not said', () => {
  expect(buildStatement({ receipt, round: 0, statement: 'REJECTED' })).toEqual({
    title: 'Countersign: REJECTED for a receipt',
    receipt,
    round: 0,
    statement: 'REJECTED',
    evidenceHash: ZERO_HASH,
  })
})

test('is made in the chain of its wallet, or in that of the anchors', () => {
  expect(statementDomain(pkhDid(10, addressOf('member1')), 31337).chainId).toBe(10)
  expect(statementDomain(didKey, 31337).chainId).toBe(31337)
})

test('a did:key signs the canonical JSON', async () => {
  const { domain, message } = await byKey()
  expect(new TextDecoder().decode(statementBytes(domain, message))).toBe(
    `{"domain":{"chainId":31337,"name":"Countersign","version":"1"},"message":{"evidenceHash":"${ZERO_HASH}","receipt":"${receipt}","round":0,"statement":"COUNTERSIGNED","title":"Countersign: COUNTERSIGNED for a receipt"},"primary_type":"ReceiptStatement"}`,
  )
})

describe.each([
  ['a wallet', byWallet],
  ['a did:key', byKey],
])('by %s', (_, make) => {
  test('is known as its own', async () => {
    expect(await verify(await make())).toBe(true)
  })

  const other: Hex = keccakHex('other')
  const changes: [string, (signed: SignedStatement) => SignedStatement][] = [
    ['another receipt', (s) => ({ ...s, message: { ...s.message, receipt: other } })],
    ['another round', (s) => ({ ...s, message: { ...s.message, round: 7 } })],
    ['another score', (s) => ({ ...s, message: { ...s.message, score: 1 } })],
    ['another confidence', (s) => ({ ...s, message: { ...s.message, confidence: 1 } })],
    ['other evidence', (s) => ({ ...s, message: { ...s.message, evidenceHash: other } })],
    ['another statement', (s) => ({ ...s, message: buildStatement({ receipt, round: 0, statement: 'ACCEPTED' }) })],
    ['another chain', (s) => ({ ...s, domain: { ...s.domain, chainId: 5 } })],
    ['a contract’s domain', (s) => ({ ...s, domain: { ...s.domain, verifyingContract: addressOf('desk') } })],
    ['another signer', (s) => ({ ...s, did: pkhDid(1, addressOf('member2')) })],
    ['no DID', (s) => ({ ...s, did: 'somebody' })],
    ['half a signature', (s) => ({ ...s, signature: s.signature.slice(0, 66) })],
    ['a number no uint32 holds', (s) => ({ ...s, message: { ...s.message, round: -1 } })],
  ]
  test.each(changes)('is not known with %s', async (_name, change) => {
    expect(await verify(change(await make()))).toBe(false)
  })
})

test('a title that says something else is not believed, though it was signed', async () => {
  const { did, domain, message } = await byWallet()
  const lied = { ...message, title: 'Countersign: AUDIT_FAIL for a receipt' }
  const signature = await signAs('member1', 'ReceiptStatement', domain, lied)
  expect(await verify({ did, domain, message: lied, signature })).toBe(false)
})

test('a wallet cannot sign for another chain than its DID’s', async () => {
  const { did, message } = await byWallet()
  const domain = statementDomain(pkhDid(10, addressOf('member1')), 31337)
  const signature = await signAs('member1', 'ReceiptStatement', domain, message)
  expect(await verify({ did, domain, message, signature })).toBe(false)
})
