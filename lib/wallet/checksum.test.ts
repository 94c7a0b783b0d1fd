import { getAddress } from 'viem'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { keccakHex } from '@/lib/proof/hash'

const ADDRESSES = Array.from({ length: 200 }, (_, i) => `0x${keccakHex(`wallet ${i}`).slice(-40)}`)

afterAll(() => vi.resetModules())

describe('toChecksum', () => {
  it('spells as EIP-55 says without any faster hash, as in browsers', async () => {
    vi.resetModules()
    const { toChecksum } = await import('./checksum')
    for (const address of ADDRESSES) expect(toChecksum(address)).toBe(getAddress(address))
  })

  it('spells the same with the server’s hash', async () => {
    vi.resetModules()
    const { toChecksum } = await import('./checksum')
    const { keccak256 } = await import('./keccak')
    const hash = vi.fn(keccak256)
    const { spellWith } = await import('./checksum')
    spellWith(hash)

    for (const address of ADDRESSES) {
      expect(toChecksum(address)).toBe(getAddress(address))
      expect(toChecksum(address)).toBe(getAddress(address))
    }
    expect(hash).toHaveBeenCalledTimes(ADDRESSES.length)
  })
})
