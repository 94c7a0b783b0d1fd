import { describe, expect, it } from 'vitest'
import { toChecksum } from '@/lib/wallet/checksum'
import { findLookAlike, isTokenImpostor, type KnownParty } from './look-alike'

const KNOWN = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const known: KnownParty[] = [
  { address: `0x${'11'.repeat(20)}`, relation: 'own', name: null },
  { address: KNOWN, relation: 'dealt', name: 'Ann' },
]
const change = (from: number, digits: string) => KNOWN.slice(0, from) + digits + KNOWN.slice(from + digits.length)

describe('an address that looks like a known one', () => {
  it('is found when only the middle differs, even by one digit', () => {
    for (const address of [change(6, 'f'), change(20, 'a'), change(37, 'e'), change(6, '0'.repeat(32))]) {
      expect(findLookAlike(address, known)?.known.name).toBe('Ann')
    }
  })

  it('is not when an end differs, or nothing does', () => {
    for (const address of [change(2, '8'), change(5, 'f'), change(38, 'f'), change(41, '9'), KNOWN]) {
      expect(findLookAlike(address, known)).toBeNull()
    }
    expect(findLookAlike(KNOWN.toUpperCase().replace('0X', '0x'), known)).toBeNull()
  })

  it('shows both in full with what differs marked', () => {
    const twin = change(10, 'dead')
    const found = findLookAlike(toChecksum(twin), known)
    expect(found?.given.map(({ text }) => text).join('')).toBe(toChecksum(twin))
    expect(found?.meant.map(({ text }) => text).join('')).toBe(toChecksum(KNOWN))
    expect(found?.given.filter(({ differs }) => differs).map(({ text }) => text.toLowerCase())).toEqual(['dead'])
    expect(found?.meant.filter(({ differs }) => differs).map(({ text }) => text.toLowerCase())).toEqual(['c518'])
  })

  it('does not take another case for a difference', () => {
    const found = findLookAlike(change(20, 'a'), known)
    expect(found?.given.filter(({ differs }) => differs)).toHaveLength(1)
  })

  it('does not warn about an address that is itself known, though it looks like another known one', () => {
    const twin = change(20, 'abcd')
    expect(findLookAlike(twin, [...known, { address: twin, relation: 'dealt', name: null }])).toBeNull()
  })
})

describe('a token that calls itself by a listed name', () => {
  const listed = [{ symbol: 'ETH' }, { symbol: 'USDC', token_address: KNOWN }]
  it.each(['USDC', 'usdc', 'USDC ', 'ＵＳＤＣ', 'US\u200bDC', 'ETH'])('“%s” at another address is not it', (symbol) => {
    expect(isTokenImpostor({ address: `0x${'22'.repeat(20)}`, symbol }, listed)).toBe(true)
  })
  it('the listed one is, and other names are free', () => {
    expect(isTokenImpostor({ address: KNOWN, symbol: 'USDC' }, listed)).toBe(false)
    expect(isTokenImpostor({ address: `0x${'22'.repeat(20)}`, symbol: 'ABC' }, listed)).toBe(false)
  })
})
