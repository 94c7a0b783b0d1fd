import { describe, expect, it } from 'vitest'
import vector from '../../test/vectors/commitment.json'
import settleVector from '../../test/vectors/settle.json'
import { intentPayloadSchema } from './bundle'
import {
  counterCommitment,
  finalCommitment,
  initiatorCommitment,
  intentPayload,
  soloCommitment,
  termsHash,
} from './commitment'
import { bytesOf, type Hex, sha256Hex } from './hash'
import { jcs } from './jcs'
import { addressOf } from './sign.fixture'
import { recoverSigner } from './signature'
import { digestOf, domainFor, type SettleMessage, TYPES, typedData } from './typed-data'

const I = vector.I as Hex
const C = vector.C as Hex
const initiator = intentPayloadSchema.parse(vector.initiator_payload)
const counter = intentPayloadSchema.parse(vector.counter_payload)
const settle = settleVector.message as SettleMessage
const domain = domainFor(31337)

describe('the commitment chain', () => {
  it('hashes the terms', () => {
    expect(jcs(vector.terms_doc)).toBe(vector.terms_jcs)
    expect(termsHash(vector.terms_doc)).toBe(vector.termsHash)
  })

  it('goes from I over C to FINAL', () => {
    expect(initiatorCommitment(initiator)).toBe(I)
    expect(counterCommitment(counter, I)).toBe(C)
    expect(finalCommitment(I, C)).toBe(vector.FINAL)
  })

  it('closes a SOLO challenge without a second signer', () => {
    expect(soloCommitment(I)).toBe(vector.solo.C)
    expect(finalCommitment(I, vector.solo.C as Hex)).toBe(vector.solo.FINAL)
  })

  it('makes a payload of nothing but what was signed', () => {
    expect(intentPayload(initiator)).toEqual(vector.initiator_payload)
    expect(initiatorCommitment(intentPayload({ ...initiator, ...{ extra: 1 } }))).toBe(I)
  })

  it('refuses a commitment that is not a hash', () => {
    expect(() => counterCommitment(counter, '0x12')).toThrow('32-byte')
    expect(() => finalCommitment(I.toUpperCase() as Hex, C)).toThrow('32-byte')
  })
})

describe('typed data', () => {
  it('has the types of the vectors', () => {
    for (const [name, fields] of Object.entries(vector.types)) expect(TYPES[name as keyof typeof TYPES]).toEqual(fields)
  })

  it('digests the intents as the vectors do', () => {
    expect(digestOf('Intent', initiator.domain, initiator.message)).toBe(vector.initiator_digest)
    expect(digestOf('Intent', counter.domain, counter.message)).toBe(vector.counter_digest)
    expect(digestOf('Settle', domain, settle)).toBe(settleVector.digest)
  })

  it('recovers the signers of the vectors', async () => {
    expect(await recoverSigner(vector.initiator_digest as Hex, initiator.signature)).toBe(addressOf('creator'))
    expect(await recoverSigner(vector.counter_digest as Hex, counter.signature)).toBe(addressOf('counterparty'))
    expect(await recoverSigner(settleVector.digest as Hex, settleVector.creator)).toBe(addressOf('creator'))
    expect(await recoverSigner(settleVector.digest as Hex, settleVector.counterparty)).toBe(addressOf('counterparty'))
  })

  it('changes with every field, the chain and the escrow', () => {
    const escrow: Hex = `0x${'e5'.repeat(20)}`
    const digests = [
      digestOf('Settle', domain, settle),
      digestOf('Settle', domainFor(1), settle),
      digestOf('Settle', domainFor(31337, escrow), settle),
      ...Object.keys(settle).map((field) => digestOf('Settle', domain, { ...settle, [field]: differs(field) })),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  it('asks a wallet for exactly what it digests', () => {
    const asked = typedData('Settle', domainFor(31337, `0x${'e5'.repeat(20)}`), settle)
    expect(asked.types.EIP712Domain?.map(({ name }) => name)).toEqual([
      'name',
      'version',
      'chainId',
      'verifyingContract',
    ])
    expect(typedData('Settle', domain, settle).types.EIP712Domain).toHaveLength(3)
    expect(JSON.parse(JSON.stringify(asked))).toEqual(asked)
    expect(asked.message).toEqual(settle)
  })

  it('signs 0 for a score or confidence that is left out', () => {
    const statement = { title: 't', receipt: I, round: 0, statement: 'COUNTERSIGNED', evidenceHash: C }
    const zeros = { ...statement, score: 0, confidence: 0 }
    expect(digestOf('ReceiptStatement', domain, statement)).toBe(digestOf('ReceiptStatement', domain, zeros))
    expect(typedData('ReceiptStatement', domain, statement).message).toEqual(zeros)
  })

  it.each([
    ['a missing field', { ...settle, outcome: undefined as unknown as string }],
    ['a number in hex', { ...settle, nonce: '0x10' }],
    ['a negative number', { ...settle, nonce: '-1' }],
    ['a number too wide', { ...settle, validUntil: (2n ** 64n).toString() }],
    ['a short hash', { ...settle, final: '0x12' as Hex }],
  ])('refuses %s', (_, message) => {
    expect(() => digestOf('Settle', domain, message)).toThrow()
  })
})

describe('recoverSigner', () => {
  const digest = settleVector.digest as Hex
  const good = settleVector.creator

  it('answers somebody else for another digest', async () => {
    expect(await recoverSigner(sha256Hex('another'), good)).not.toBe(addressOf('creator'))
  })

  it.each([
    ['upper-case digits', good.toUpperCase().replace('0X', '0x')],
    ['v 0 or 1', `${good.slice(0, -2)}01`],
    ['64 bytes', good.slice(0, -2)],
    ['66 bytes', `${good}00`],
    ['high-s', highS(good)],
    ['r of zero', `0x${'0'.repeat(64)}${good.slice(66)}`],
    ['nothing', '0x'],
    ['text', 'signed'],
  ])('refuses %s', async (_, signature) => {
    expect(await recoverSigner(digest, signature)).toBeNull()
  })
})

function differs(field: string): string {
  if (field === 'deal' || field === 'final') return `0x${'77'.repeat(32)}`
  return '7'
}

/** The other signature that the same key makes valid: n − s, with the other v. */
function highS(signature: string): string {
  const order = 0xffffffff_ffffffff_ffffffff_fffffffe_baaedce6_af48a03b_bfd25e8c_d0364141n
  const s = order - BigInt(`0x${signature.slice(66, 130)}`)
  const v = bytesOf(signature)[64] === 27 ? '1c' : '1b'
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`
}
