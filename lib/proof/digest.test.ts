import fc from 'fast-check'
import { concat, keccak256 } from 'viem'
import { describe, expect, it } from 'vitest'
import vector from '../../test/vectors/commitment.json'
import settleVector from '../../test/vectors/settle.json'
import { intentPayloadSchema } from './bundle'
import { digestParts, listFields } from './digest'
import { packTypedData, toFile, unpackTypedData } from './digest-link'
import { NotOurTypedData, readTypedData, readTypedDataText, type SigningQuestion } from './digest-read'
import { digestOf, domainFor, type SettleMessage, TYPES, typedData } from './typed-data'

const intent = intentPayloadSchema.parse(vector.initiator_payload)
const counter = intentPayloadSchema.parse(vector.counter_payload)
const asked = typedData('Intent', intent.domain, intent.message)
const ending = typedData('Settle', domainFor(31337), settleVector.message as SettleMessage)

describe('the digest on a second device', () => {
  it.each([
    ['the first intent', asked, vector.initiator_digest],
    ['the second intent', typedData('Intent', counter.domain, counter.message), vector.counter_digest],
    ['an outcome', ending, settleVector.digest],
  ])('is that of the vectors: %s', (_, question, digest) => {
    const parts = digestParts(readTypedData(question))
    expect(parts.digest).toBe(digest)
    expect(keccak256(concat(['0x1901', parts.domain_separator, parts.message_hash]))).toBe(digest)
  })

  it('changes with every field, the chain and the contract', () => {
    const plain = digestParts(readTypedData(asked))
    const elsewhere = readTypedData({ ...asked, types: undefined, domain: { ...asked.domain, chainId: 1 } })
    expect(digestParts(elsewhere)).toMatchObject({ message_hash: plain.message_hash })
    expect(digestParts(elsewhere).digest).not.toBe(plain.digest)

    const bonded = {
      ...asked,
      types: undefined,
      domain: { ...asked.domain, verifyingContract: `0x${'ab'.repeat(20)}` },
    }
    expect(digestParts(readTypedData(bonded)).domain_separator).not.toBe(plain.domain_separator)

    for (const { name, value } of listFields('Intent', readTypedData(asked).message)) {
      const other =
        typeof value === 'number' ? value + 1 : value.startsWith('0x') ? value.replace(/.$/, 'f') : `${value} `
      const changed = readTypedData({ ...asked, message: { ...asked.message, [name]: other } })
      expect(digestParts(changed).digest, name).not.toBe(plain.digest)
    }
  })

  it('lists the fields as a wallet does', () => {
    const fields = listFields('Settle', readTypedData(ending).message)
    expect(fields.map(({ name }) => name)).toEqual(TYPES.Settle.map(({ name }) => name))
    expect(fields[0]).toEqual({ name: 'title', type: 'string', value: 'Countersign: end as FULFILLED' })
  })
})

describe('reading typed data', () => {
  it('takes what the API hands out, with or without types, and whole addresses', () => {
    const question = readTypedData(asked)
    expect(readTypedData({ typed_data: asked })).toEqual(question)
    expect(readTypedData({ ...asked, types: undefined })).toEqual(question)
    expect(readTypedData({ ...asked, types: { Intent: asked.types.Intent } })).toEqual(question)
    const checksummed = { ...asked.message, party: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' }
    expect(readTypedData({ ...asked, message: checksummed })).toEqual(question)
  })

  const changed = (over: object) => ({ ...asked, ...over })
  const message = (over: object) => changed({ message: { ...asked.message, ...over } })
  it.each([
    ['nothing', null, 'not an object'],
    ['a list', [], 'not an object'],
    ['no type', {}, 'no primaryType'],
    ['a permit', changed({ primaryType: 'Permit' }), 'never asks for a signature on “Permit”'],
    ['a name from Object', changed({ primaryType: 'constructor' }), 'never asks'],
    ['no domain', changed({ domain: undefined }), 'no domain'],
    ['another product', changed({ domain: { ...asked.domain, name: 'Uniswap' } }), 'not that of Countersign'],
    ['another version', changed({ domain: { ...asked.domain, version: '2' } }), 'not that of Countersign'],
    ['a salt', changed({ domain: { ...asked.domain, salt: '0x00' } }), 'domain has a field that is not ours: salt'],
    ['no chain', changed({ domain: { ...asked.domain, chainId: 0 } }), 'names no chain'],
    ['a broken contract', changed({ domain: { ...asked.domain, verifyingContract: '0x1' } }), 'not an address'],
    ['no message', changed({ message: null }), 'no message'],
    ['a field less', message({ title: undefined }), 'message.title is missing'],
    ['a field more', message({ spender: '0x' }), 'not ours: spender'],
    ['a number as text', message({ title: 1 }), 'message.title is not text'],
    ['a revision too large', message({ revision: 2 ** 32 }), 'message.revision is not a whole number'],
    ['a negative revision', message({ revision: -1 }), 'not a whole number'],
    ['half a hash', message({ termsHash: '0xab' }), 'not a hash of 32 bytes'],
    ['a wrong checksum', message({ party: '0x70997970C51812dc3A010C7d01b50e0d17dc79c8' }), 'checksum'],
    ['a type more', changed({ types: { ...asked.types, Permit: [] } }), 'types has a field that is not ours: Permit'],
    ['a field of another type', changed({ types: retyped('title', 'bytes32') }), 'sign another digest'],
    [
      'fields in another order',
      changed({ types: { ...asked.types, Intent: asked.types.Intent?.toReversed() } }),
      'another',
    ],
  ])('refuses %s', (_, given, why) => {
    expect(() => readTypedData(given)).toThrow(NotOurTypedData)
    expect(() => readTypedData(given)).toThrow(why)
  })

  it('refuses numbers that lost digits on the way', () => {
    const lost = { ...ending, message: { ...ending.message, nonce: 2 ** 60 } }
    expect(() => readTypedData(lost)).toThrow('message.nonce is not a whole number in range')
    expect(() => readTypedDataText('{')).toThrow('This is not JSON.')
  })

  it('does not quote more than a word of what it refuses', () => {
    expect(() => readTypedData({ primaryType: 'x'.repeat(10_000) })).toThrow(/^.{1,160}$/)
  })
})

function retyped(name: string, type: string) {
  return {
    ...asked.types,
    Intent: asked.types.Intent?.map((field) => (field.name === name ? { ...field, type } : field)),
  }
}

describe('the link', () => {
  it('carries a question whole, and short enough for a code', async () => {
    for (const question of [readTypedData(asked), readTypedData(ending)]) {
      const packed = await packTypedData(question)
      expect(packed).toMatch(/^[A-Za-z0-9_-]{100,1200}$/)
      expect(await unpackTypedData(packed)).toEqual(question)
      expect(await unpackTypedData(`#${packed}`)).toEqual(question)
    }
  })

  it('carries any text, and makes the same digest at the other end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (summary) => {
        const question: SigningQuestion = readTypedData({ ...asked, message: { ...asked.message, summary } })
        const arrived = await unpackTypedData(await packTypedData(question))
        expect(digestParts(arrived)).toEqual(digestParts(question))
        expect(digestParts(arrived).digest).toBe(digestOf('Intent', intent.domain, { ...intent.message, summary }))
      }),
      { numRuns: 40 },
    )
  })

  it('says so when it was cut short, changed, or packs too much', async () => {
    const packed = await packTypedData(readTypedData(asked))
    const bomb = await packTypedData({ ...readTypedData(asked), message: { title: 'x'.repeat(1_000_000) } })
    for (const broken of [packed.slice(0, -9), `A${packed}`, '', '!', 'AAAA', bomb]) {
      await expect(unpackTypedData(broken), broken.slice(0, 20)).rejects.toThrow('The link is not whole')
    }
  })

  it('has a file beside it that wallets take as it is', () => {
    expect(JSON.parse(toFile(readTypedData(asked)))).toEqual(asked)
  })
})
