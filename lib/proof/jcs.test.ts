import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import documents from '../../test/vectors/documents.json'
import { jcs, jcsBytes, parseCanonical } from './jcs'

describe('jcs', () => {
  it.each([
    ['minus zero', -0, '0'],
    ['an integer', 1, '1'],
    ['a whole float', 1.0, '1'],
    ['the largest without exponent', 999999999999999900000, '999999999999999900000'],
    ['1e21', 1e21, '1e+21'],
    ['1e-6', 1e-6, '0.000001'],
    ['1e-7', 1e-7, '1e-7'],
    ['the smallest', 5e-324, '5e-324'],
    ['the largest', Number.MAX_VALUE, '1.7976931348623157e+308'],
    ['a rounded sum', 0.1 + 0.2, '0.30000000000000004'],
    ['null', null, 'null'],
    [
      'control characters',
      '\u0000\b\t\n\u000b\f\r\u001f"\\/\u007f',
      '"\\u0000\\b\\t\\n\\u000b\\f\\r\\u001f\\"\\\\/\u007f"',
    ],
    ['letters beyond ASCII', 'Größe € 😀', '"Größe € 😀"'],
    ['line separators', '\u2028\u2029', '"\u2028\u2029"'],
    ['keys by length', { aa: 1, a: 2, '': 3 }, '{"":3,"a":2,"aa":1}'],
    ['keys by case', { b: 1, A: 2, a: 3, B: 4, '1': 5 }, '{"1":5,"A":2,"B":4,"a":3,"b":1}'],
    [
      'nesting',
      { b: [{ d: [], c: {} }, [2, 1]], a: { z: null, y: true } },
      '{"a":{"y":true,"z":null},"b":[{"c":{},"d":[]},[2,1]]}',
    ],
    ['an absent member', { a: undefined, b: 1 }, '{"b":1}'],
  ])('writes %s', (_, value, text) => {
    expect(jcs(value)).toBe(text)
  })

  it('orders keys by UTF-16 code units, as the example of RFC 8785 does', () => {
    const value = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    expect(
      Object.values(
        JSON.parse(
          `[${jcs(value)
            .slice(1, -1)
            .replace(/"[^"]*":/g, '')}]`,
        ),
      ),
    ).toEqual([2, 4, 6, 7, 1, 5, 3])
  })

  it.each(Object.entries(documents))('writes the vector %s', (_, { document, jcs: text }) => {
    expect(jcs(document)).toBe(text)
    expect(new TextDecoder().decode(jcsBytes(document))).toBe(text)
  })

  it.each([
    ['undefined', undefined],
    ['a function', () => 1],
    ['NaN', { a: Number.NaN }],
    ['Infinity', [Number.POSITIVE_INFINITY]],
    ['a bigint', { amount: 1n }],
    ['a lone surrogate', 'a\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['a cycle', cycle()],
  ])('refuses %s', (_, value) => {
    expect(() => jcs(value)).toThrow(/^Not canonical JSON: /)
  })
})

describe('parseCanonical', () => {
  it.each([
    ['text', '{"a":[1,"ö"],"b":null}', { a: [1, 'ö'], b: null }],
    ['a bare string', '"x"', 'x'],
  ])('reads %s', (_, text, value) => {
    expect(parseCanonical(text)).toEqual(value)
    expect(parseCanonical(new TextEncoder().encode(text))).toEqual(value)
  })

  it('reads back whatever jcs writes, and refuses it with a space around it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        const text = jcs(value)
        expect(jcs(parseCanonical(text))).toBe(text)
        expect(() => parseCanonical(` ${text}`)).toThrow('canonical')
        expect(() => parseCanonical(`${text} `)).toThrow('canonical')
      }),
      { seed: 70, numRuns: 200 },
    )
  })

  it.each([
    ['a space', '{"a": 1}'],
    ['a newline at the end', '{"a":1}\n'],
    ['another order', '{"b":1,"a":2}'],
    ['a name twice', '{"a":1,"a":2}'],
    ['the same name twice', '{"a":1,"a":1}'],
    ['1.0', '[1.0]'],
    ['-0', '[-0]'],
    ['1E2', '[1E2]'],
    ['a number beyond 2^53', '[9007199254740993]'],
    ['an escaped letter', '["\\u0061"]'],
    ['an escaped slash', '["\\/"]'],
    ['upper-case escapes', '["\\u001F"]'],
    ['an escaped lone surrogate', '["\\ud800"]'],
    ['a trailing comma', '[1,]'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    expect(() => parseCanonical(text)).toThrow()
  })

  it.each([
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x31]],
    ['bytes that are not UTF-8', [0x22, 0xff, 0x22]],
    ['an overlong encoding', [0x22, 0xc0, 0xaf, 0x22]],
    ['an encoded surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseCanonical(new Uint8Array(bytes))).toThrow()
  })
})

function cycle(): object {
  const value: { self?: object } = {}
  value.self = value
  return value
}
