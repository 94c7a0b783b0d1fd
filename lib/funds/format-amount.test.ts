import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatAmount, parseAmount, shortenAmount } from './format-amount'

const MAX = 2n ** 256n - 1n
const units = fc.bigInt({ min: 0n, max: MAX })
const decimals = fc.integer({ min: 0, max: 255 })

describe('formatting', () => {
  it.each([
    ['400000000000000000', 18, '0.4'],
    ['1', 18, '0.000000000000000001'],
    ['0', 18, '0'],
    ['0', 0, '0'],
    ['1000000', 6, '1'],
    ['1000001', 6, '1.000001'],
    ['1234500', 6, '1.2345'],
    ['42', 0, '42'],
    ['100', 0, '100'],
    ['-1500000', 6, '-1.5'],
    [MAX.toString(), 0, MAX.toString()],
  ])('%s with %i decimals is %s', (whole, places, text) => {
    expect(formatAmount(whole, places)).toBe(text)
    expect(formatAmount(BigInt(whole), places)).toBe(text)
  })

  it('gives exact text that reads back as the same units', () => {
    fc.assert(
      fc.property(units, decimals, (whole, places) => {
        expect(parseAmount(formatAmount(whole, places), places)).toEqual({ units: whole })
      }),
    )
  })

  it('writes no zeros at either end', () => {
    fc.assert(
      fc.property(units, decimals, (whole, places) => {
        expect(formatAmount(whole, places)).toMatch(/^(0|[1-9]\d*)(\.\d*[1-9])?$/)
      }),
    )
  })
})

describe('shortening', () => {
  it.each([
    ['0.4', '0.4'],
    ['12345678901234567890', '12345678901234567890'],
    ['0.12345678', '0.12345678'],
    ['0.123456789', '0.12345678…'],
    ['0.999999999', '0.99999999…'],
  ])('%s is shown as %s', (exact, shown) => {
    expect(shortenAmount(exact)).toBe(shown)
  })

  it('says so wherever something is missing, and never rounds', () => {
    fc.assert(
      fc.property(units, decimals, (whole, places) => {
        const exact = formatAmount(whole, places)
        const shown = shortenAmount(exact)
        expect(shown === exact || (shown.endsWith('…') && exact.startsWith(shown.slice(0, -1)))).toBe(true)
      }),
    )
  })
})

describe('parsing', () => {
  it.each([
    ['0.4', 18, 400000000000000000n],
    ['.4', 1, 4n],
    ['4.', 0, 4n],
    ['4.000', 0, 4n],
    ['007', 0, 7n],
    ['  1.5\n', 6, 1500000n],
    ['0', 18, 0n],
    ['0.0000000000000000000', 18, 0n],
    [`000${MAX}`, 0, MAX],
  ])('takes %j with %i decimals as %s', (text, places, whole) => {
    expect(parseAmount(text, places)).toEqual({ units: whole })
  })

  it.each([
    ['', 18, 'Enter an amount.'],
    ['   ', 18, 'Enter an amount.'],
    ['-1', 18, 'An amount cannot be below zero.'],
    ['−1', 18, 'An amount cannot be below zero.'],
    ['1,5', 18, 'Write a point for decimals, and no commas.'],
    ['1,000.50', 18, 'Write a point for decimals, and no commas.'],
    ['.', 18, 'Write the amount in digits, such as 0.4.'],
    ['1e18', 18, 'Write the amount in digits, such as 0.4.'],
    ['0x10', 18, 'Write the amount in digits, such as 0.4.'],
    ['1.2.3', 18, 'Write the amount in digits, such as 0.4.'],
    ['1 000', 18, 'Write the amount in digits, such as 0.4.'],
    ['+1', 18, 'Write the amount in digits, such as 0.4.'],
    ['٣', 18, 'Write the amount in digits, such as 0.4.'],
    ['Infinity', 18, 'Write the amount in digits, such as 0.4.'],
    ['<b>1</b>', 18, 'Write the amount in digits, such as 0.4.'],
    ['1.5', 0, 'This asset has no decimals.'],
    ['1.55', 1, 'This asset has at most 1 decimal.'],
    ['0.0000001', 6, 'This asset has at most 6 decimals.'],
    [(MAX + 1n).toString(), 0, 'That is more than any asset can hold.'],
  ])('refuses %j with %i decimals', (text, places, error) => {
    expect(parseAmount(text, places)).toEqual({ error })
  })

  it('refuses a very long number without working it out', () => {
    expect(parseAmount('1'.repeat(100_000), 18)).toEqual({ error: 'That is more than any asset can hold.' })
  })

  it('takes or refuses any text, and takes nothing that is not exactly those units', () => {
    const anything = fc.oneof(fc.string(), fc.stringMatching(/^[0-9.,\- eE+x]{0,24}$/))
    fc.assert(
      fc.property(anything, fc.integer({ min: 0, max: 18 }), (text, places) => {
        const parsed = parseAmount(text, places)
        if ('error' in parsed) {
          expect(parsed.error).toMatch(/\.$/)
          return
        }
        expect(parsed.units).toBeGreaterThanOrEqual(0n)
        expect(parseAmount(formatAmount(parsed.units, places), places)).toEqual(parsed)
      }),
      { numRuns: 500 },
    )
  })

  it('refuses one digit more than the asset has', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30 }), (places) => {
        expect(parseAmount(`0.${'0'.repeat(places)}1`, places)).toHaveProperty('error')
      }),
    )
  })
})
