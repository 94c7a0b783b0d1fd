import fc from 'fast-check'
import {
  hashMessage,
  hashTypedData,
  parseSignature as parseWithViem,
  serializeCompactSignature,
  signatureToCompactSignature,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { describe, expect, it } from 'vitest'
import {
  MAX_SIGNATURE_BYTES,
  normalizeSignature,
  parseSignature,
  personalDigest,
  recoverDigest,
  recoverPersonalSign,
  toHex,
} from './signature'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const account = privateKeyToAccount('0x59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d')
const address = account.address.toLowerCase()

/** Messages whose signatures end in v 27 and in v 28. */
async function signedBoth() {
  const found = new Map<number, { message: string; signature: `0x${string}` }>()
  for (let i = 0; found.size < 2; i++) {
    const message = `message ${i}`
    const signature = await account.signMessage({ message })
    found.set(Number.parseInt(signature.slice(-2), 16), { message, signature })
  }
  return found
}

const withV = (signature: string, v: number) => signature.slice(0, -2) + v.toString(16).padStart(2, '0')
const withS = (signature: string, s: bigint) =>
  signature.slice(0, 66) + s.toString(16).padStart(64, '0') + signature.slice(-2)
const sOf = (signature: string) => BigInt(`0x${signature.slice(66, 130)}`)

describe('recoverPersonalSign', () => {
  it.each([27, 28])('finds the signer from v %i, from v − 27, and from the compact form', async (v) => {
    const { message, signature } = (await signedBoth()).get(v) ?? expect.fail()
    const compact = serializeCompactSignature(signatureToCompactSignature(parseWithViem(signature)))
    expect(compact).toHaveLength(2 + 128)

    for (const form of [signature, withV(signature, v - 27), compact, `0x${signature.slice(2).toUpperCase()}`]) {
      expect(recoverPersonalSign(message, form)).toBe(address)
    }
  })

  it('counts bytes, not characters, in the prefix', async () => {
    const message = 'Zoë signs “40 €” 🖊'
    expect(toHex(personalDigest(message))).toBe(hashMessage(message))
    expect(recoverPersonalSign(message, await account.signMessage({ message }))).toBe(address)
  })

  it('finds somebody else when the message is another', async () => {
    const signature = await account.signMessage({ message: 'one' })
    expect(recoverPersonalSign('two', signature)).not.toBe(address)
  })

  it('agrees with viem on any text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), async (message) => {
        expect(toHex(personalDigest(message))).toBe(hashMessage(message))
        expect(recoverPersonalSign(message, await account.signMessage({ message }))).toBe(address)
      }),
      { numRuns: 15 },
    )
  })
})

describe('recoverDigest', () => {
  it('serves typed data', async () => {
    const typed = {
      domain: { name: 'Countersign', version: '1', chainId: 31337 },
      types: { Vote: [{ name: 'title', type: 'string' }] },
      primaryType: 'Vote',
      message: { title: 'yes' },
    } as const
    expect(recoverDigest(hashTypedData(typed), await account.signTypedData(typed))).toBe(address)
  })

  it.each([
    ['r of zero', `0x${'0'.repeat(64)}${'1'.repeat(64)}1b`],
    ['s of zero', `0x${'1'.repeat(64)}${'0'.repeat(64)}1b`],
    ['r beyond the order', `0x${'f'.repeat(64)}${'1'.repeat(64)}1b`],
    ['a multisig’s length', `0x${'11'.repeat(130)}`],
  ])('refuses %s', (_what, signature) => {
    expect(() => recoverDigest(hashMessage('x'), signature)).toThrow(expect.objectContaining({ code: 'E1008' }))
  })
})

describe('parseSignature', () => {
  it('refuses the upper half of s, whichever v', async () => {
    for (const { message, signature } of (await signedBoth()).values()) {
      const malleated = withS(signature, ORDER - sOf(signature))
      for (const v of [0, 1, 27, 28]) {
        expect(() => recoverPersonalSign(message, withV(malleated, v))).toThrow(
          expect.objectContaining({ code: 'E1008' }),
        )
      }
    }
  })

  it('draws the line at half the order', () => {
    const base = `0x${'11'.repeat(64)}1b`
    expect(parseSignature(withS(base, ORDER / 2n)).kind).toBe('ecdsa')
    expect(() => parseSignature(withS(base, ORDER / 2n + 1n))).toThrow(expect.objectContaining({ code: 'E1008' }))
  })

  it.each([
    ['nothing at all', ''],
    ['no prefix', '11'.repeat(65)],
    ['an odd digit', `0x${'1'.repeat(131)}`],
    ['a letter that is no digit', `0x${'zz'.repeat(65)}`],
    ['a space', `0x${'11'.repeat(64)} 1b`],
    ['a trailing newline', `0x${'11'.repeat(64)}1b\n`],
    ['too many bytes', `0x${'11'.repeat(MAX_SIGNATURE_BYTES + 1)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseSignature(text)).toThrow(expect.objectContaining({ code: 'E1008' }))
  })

  it.each([
    ['63 bytes', `0x${'11'.repeat(63)}`],
    ['66 bytes', `0x${'11'.repeat(66)}`],
    ['no bytes', '0x'],
    ['two owners', `0x${'11'.repeat(130)}`],
    ['v 2', `0x${'11'.repeat(64)}02`],
    ['v 26', `0x${'11'.repeat(64)}1a`],
    ['v 29', `0x${'11'.repeat(64)}1d`],
    ['v 31, as some multisigs mark eth_sign', `0x${'11'.repeat(64)}1f`],
    ['v 255', `0x${'11'.repeat(64)}ff`],
    ['the most that is read', `0x${'11'.repeat(MAX_SIGNATURE_BYTES)}`],
  ])('leaves %s to a contract', (_what, text) => {
    expect(parseSignature(text).kind).toBe('contract')
  })
})

describe('normalizeSignature', () => {
  it('gives one text for every spelling of a key’s signature', async () => {
    for (const [v, { signature }] of await signedBoth()) {
      const compact = serializeCompactSignature(signatureToCompactSignature(parseWithViem(signature)))
      for (const form of [signature, withV(signature, v - 27), compact, `0x${signature.slice(2).toUpperCase()}`]) {
        expect(normalizeSignature(form)).toBe(signature)
      }
    }
  })

  it('keeps a contract’s bytes', () => {
    const bytes = `0x${'AB'.repeat(130)}`
    expect(normalizeSignature(bytes)).toBe(bytes.toLowerCase())
  })
})
