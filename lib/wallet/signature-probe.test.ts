import { serializeErc6492Signature } from 'viem/utils'
import { describe, expect, it } from 'vitest'
import { MAX_SIGNATURE_BYTES } from './signature'
import { buildProbe, carriesDeployment, readProbe } from './signature-probe'

const ADDRESS = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'
const DIGEST = new Uint8Array(32).fill(7)
/** EIP-3860: a longer creation code is refused. */
const MAX_INITCODE_BYTES = 49_152

const bytesOf = (hex: string) => Buffer.from(hex.slice(2), 'hex')

describe('readProbe', () => {
  // code now, says yes now, code after the deployment, says yes after it
  it.each([
    ['0x00000000', 'no_code'],
    ['0x01000000', 'invalid'],
    ['0x01010000', 'valid'],
    ['0x00000100', 'invalid'],
    ['0x00000101', 'valid'],
    ['0x01000100', 'invalid'],
    ['0x01000101', 'valid'],
    ['0x01010100', 'valid'],
    ['0x00010000', 'no_code'],
    ['0x00000001', 'no_code'],
  ])('reads %s as %s', (answer, expected) => {
    expect(readProbe(answer)).toBe(expected)
  })

  it.each(['', '0x', '0x01', '0x0101', '0x02010000', '0x0101000000', `0x${'0'.repeat(63)}1`, '01010000', '0x1626ba7e'])(
    'does not believe %j',
    (answer) => {
      expect(readProbe(answer)).toBeNull()
    },
  )
})

describe('buildProbe', () => {
  const probe = (signature: Uint8Array) => buildProbe({ address: ADDRESS, digest: DIGEST, signature })

  it('fits into a creation code, however long the signature', () => {
    const half = `0x${'11'.repeat(MAX_SIGNATURE_BYTES / 2 - 200)}` as const
    const wrapped = serializeErc6492Signature({ address: ADDRESS, data: half, signature: half })
    for (const signature of [new Uint8Array(MAX_SIGNATURE_BYTES), bytesOf(wrapped)]) {
      expect(signature.length).toBeLessThanOrEqual(MAX_SIGNATURE_BYTES)
      expect(bytesOf(probe(signature).data).length).toBeLessThan(MAX_INITCODE_BYTES)
    }
  })

  it('asks once of a plain signature and twice of a wrapped one', () => {
    const count = (data: string) => data.split(ADDRESS.slice(2)).length - 1
    const wrapped = bytesOf(
      serializeErc6492Signature({ address: `0x${'22'.repeat(20)}`, data: '0x1234', signature: '0x11' }),
    )
    expect([carriesDeployment(Buffer.from('11', 'hex')), carriesDeployment(wrapped)]).toEqual([false, true])
    expect(count(probe(Buffer.from('11', 'hex')).data)).toBe(2)
    expect(count(probe(wrapped).data)).toBe(4)
  })

  it('refuses a wrapper around nothing', () => {
    expect(() => probe(bytesOf(`0x${'6492'.repeat(16)}`))).toThrow(expect.objectContaining({ code: 'E1008' }))
  })
})
