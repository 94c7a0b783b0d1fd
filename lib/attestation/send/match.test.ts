import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { ZERO_UID } from '../encode'
import type { Spoken, Standing } from './eas-chain'
import { matchResults, type Result, uidsInOrder } from './match'
import type { PendingItem } from './submission'

const SCHEMA: Hex = `0x${'5c'.repeat(32)}`
const address = (at: number): Hex => `0x${at.toString(16).padStart(40, '0')}`
const uidOf = (at: number): Hex => `0x${at.toString(16).padStart(64, 'f')}`

const item = (at: number, changes: Partial<PendingItem> = {}) =>
  ({
    ...{ id: String(at), operation: 'ATTEST', schema_uid: SCHEMA, recipient: address(at), data: '0xda' },
    ...{ ref_uid: null, expiration_time: '0', revocable: true, uid: null },
    ...changes,
  }) as PendingItem

/** What the chain says of an attestation like `item(at)`. */
function result(at: number, uid: number, changes: Partial<Standing> = {}): Result {
  const spoken = { operation: 'ATTEST', uid: uidOf(uid), schema: SCHEMA, recipient: address(at) } as Spoken
  const standing = {
    ...{ uid: uidOf(uid), schema: SCHEMA, recipient: address(at), attester: address(99), data: '0xda' },
    ...{ refUID: ZERO_UID, expirationTime: 0n, revocationTime: 0n, revocable: true, time: 1n },
    ...changes,
  } as Standing
  return { spoken, standing }
}
const pairs = (items: PendingItem[], results: Result[]) =>
  matchResults(items, results).map((match) => [match.item.id, match.result.spoken.uid])

describe('whose result it is', () => {
  it('says what it holds, in whatever order it comes', () => {
    expect(pairs([item(1), item(2)], [result(2, 20), result(1, 10)])).toEqual([
      ['1', uidOf(10)],
      ['2', uidOf(20)],
    ])
  })

  it('gives each result to one item, the first to the first', () => {
    expect(pairs([item(1), item(1, { id: '1b' })], [result(1, 10)])).toEqual([['1', uidOf(10)]])
    expect(pairs([item(1), item(1, { id: '1b' })], [result(1, 10), result(1, 11)])).toEqual([
      ['1', uidOf(10)],
      ['1b', uidOf(11)],
    ])
  })

  it.each<[string, Partial<Standing>]>([
    ['data', { data: '0xdb' }],
    ['recipient', { recipient: address(7) }],
    ['schema', { schema: uidOf(7) }],
    ['reference', { refUID: uidOf(7) }],
    ['expiry', { expirationTime: 7n }],
    ['revocability', { revocable: false }],
  ])('is nobody’s with another %s', (_, changes) => {
    expect(pairs([item(1)], [result(1, 10, changes)])).toEqual([])
  })

  it('of a revocation is told by the uid', () => {
    const revocation = item(1, { operation: 'REVOKE', uid: uidOf(10), recipient: null, data: null })
    const said = (uid: number): Result => ({
      spoken: { ...result(1, uid).spoken, operation: 'REVOKE' },
      standing: null,
    })
    expect(pairs([revocation], [result(1, 10), said(11)])).toEqual([])
    expect(pairs([revocation], [said(10)])).toEqual([['1', uidOf(10)]])
  })
})

describe('the logs of a call of ours', () => {
  const spoken = (...ats: number[]) => ats.map((at) => result(at, at * 10).spoken)

  it('come in the order of its items', () => {
    expect(uidsInOrder([item(1), item(2)], spoken(1, 2))).toEqual([
      { id: '1', uid: uidOf(10) },
      { id: '2', uid: uidOf(20) },
    ])
  })

  it('are not taken so when they are others’', () => {
    expect(uidsInOrder([item(1), item(2)], spoken(2, 1))).toBeNull()
    expect(uidsInOrder([item(1), item(2)], spoken(1))).toBeNull()
    expect(uidsInOrder([item(1)], spoken(1, 1))).toBeNull()
  })
})
