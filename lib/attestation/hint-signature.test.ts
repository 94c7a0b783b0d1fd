import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkHint, transactionsIn } from './hint-signature'

const NOW = new Date('2026-11-21T12:00:00Z')
const [KEY, OLD, OTHER] = ['a', 'b', 'c'].map((letter) => letter.repeat(40)) as [string, string, string]
const body = new TextEncoder().encode('{"txHash":"0x01"}')
const at = (seconds: number) => String(NOW.getTime() / 1000 + seconds)
const sign = (key: string, timestamp: string) =>
  createHmac('sha256', key).update(`${timestamp}.`).update(body).digest('hex')
const check = (key: string, seconds = 0, changes: object = {}) =>
  checkHint({ timestamp: at(seconds), signature: sign(key, at(seconds)), body, ...changes }, [KEY, OLD], NOW)

describe('a signed hint', () => {
  it('is taken with either live key, in upper or lower case', () => {
    expect(check(KEY)).toBe('ok')
    expect(check(OLD)).toBe('ok')
    expect(check(KEY, 0, { signature: sign(KEY, at(0)).toUpperCase() })).toBe('ok')
  })

  it('is refused with another key, body, time or shape', () => {
    expect(check(OTHER)).toBe('wrong')
    expect(check(KEY, 0, { body: new TextEncoder().encode('{}') })).toBe('wrong')
    expect(check(KEY, 0, { timestamp: at(1) })).toBe('wrong')
    for (const signature of [null, '', 'zz', sign(KEY, at(0)).slice(2), `0x${sign(KEY, at(0))}`])
      expect(check(KEY, 0, { signature })).toBe('wrong')
    for (const timestamp of [null, '', '1e9', '2026-11-21T12:00:00Z', `-${at(0)}`])
      expect(check(KEY, 0, { timestamp })).toBe('wrong')
    expect(checkHint({ timestamp: at(0), signature: sign(KEY, at(0)), body }, [], NOW)).toBe('wrong')
  })

  it('is too old, or from too far ahead, after five minutes', () => {
    expect([check(KEY, -300), check(KEY, 300)]).toEqual(['ok', 'ok'])
    expect([check(KEY, -301), check(KEY, 301)]).toEqual(['old', 'old'])
  })
})

describe('what a hint names', () => {
  const [one, two] = ['11', '22'].map((byte) => `0x${byte.repeat(32)}`)

  it('is every transaction, wherever it stands', () => {
    expect(transactionsIn({ tx_hashes: [one, two] })).toEqual([one, two])
    expect(
      transactionsIn({ event: { activity: [{ hash: one?.toUpperCase().replace('0X', '0x'), blockHash: two }] } }),
    ).toEqual([one])
    expect(transactionsIn([{ log: { transactionHash: two } }, { transactionHash: two }])).toEqual([two])
  })

  it('is nothing that is no transaction, and not more than is looked at', () => {
    for (const value of [null, 7, one, { hash: '0x11' }, { hash: 7 }, { blockHash: one }]) {
      expect(transactionsIn(value)).toEqual([])
    }
    const many = Array.from({ length: 50 }, (_, at) => `0x${at.toString(16).padStart(64, '0')}`)
    expect(transactionsIn({ hashes: many })).toHaveLength(20)
  })
})
