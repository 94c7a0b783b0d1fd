import { describe, expect, it } from 'vitest'
import { didPkh, parseDid } from './did'

const ADDRESS = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'

describe('did:pkh', () => {
  it('names chain and address, lower-case', () => {
    expect(didPkh(31337, ADDRESS.toUpperCase().replace('0X', '0x'))).toBe(`did:pkh:eip155:31337:${ADDRESS}`)
  })

  it('reads back what it wrote', () => {
    expect(parseDid(didPkh(8453, ADDRESS))).toEqual({ chainId: 8453, address: ADDRESS })
  })

  it.each([
    'did:pkh:eip155:1:0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED',
    'did:pkh:eip155:0:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
    'did:pkh:eip155:01:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
    'did:pkh:solana:1:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
    'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    ADDRESS,
    '',
  ])('refuses %s with E1001', (did) => {
    expect(() => parseDid(did)).toThrow(expect.objectContaining({ code: 'E1001' }))
  })
})
