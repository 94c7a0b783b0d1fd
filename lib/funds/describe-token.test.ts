import { encodeAbiParameters, stringToHex } from 'viem'
import { describe, expect, it } from 'vitest'
import { readDecimals, readSymbol } from './describe-token'

const word = (value: bigint) => `0x${value.toString(16).padStart(64, '0')}`
const text = (value: string) => encodeAbiParameters([{ type: 'string' }], [value])

describe('what a token says of itself', () => {
  it.each([
    [word(6n), 6],
    [word(0n), 0],
    [word(77n), 77],
    [word(78n), null],
    [word(2n ** 255n), null],
    ['0x', null],
    [`${word(6n)}00`, null],
    [null, null],
  ])('decimals %s → %s', (answer, decimals) => {
    expect(readDecimals(answer)).toBe(decimals)
  })

  it.each([
    [text('USDC'), 'USDC'],
    [text('<b>hi</b>'), '<b>hi</b>'],
    [stringToHex('MKR', { size: 32 }), 'MKR'],
    [text(''), null],
    [text(' USDC'), null],
    [text('a'.repeat(17)), null],
    [text('US\u202eDC'), null],
    [text('a\nb'), null],
    ['0x', null],
    [`0x${'ff'.repeat(96)}`, null],
    [`0x${'0'.repeat(62)}20${'f'.repeat(64)}`, null],
    [7, null],
  ])('symbol %s → %s', (answer, symbol) => {
    expect(readSymbol(answer)).toBe(symbol)
  })
})
