import { describe, expect, it } from 'vitest'
import { Address, Amount, ChainRef, Hash32, Id, multilineText, PartyName, plainText, Timestamp } from './schemas'
import { validationError } from './validation'

function codeOf(parsed: {
  success: boolean
  error?: { issues: Parameters<typeof validationError>[0] }
}): string | null {
  return parsed.error ? validationError(parsed.error.issues).code : null
}

describe('an address', () => {
  const lower = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'

  it.each([
    lower,
    '0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED',
    '0X5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED',
    '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  ])('%s is the same one', (text) => {
    expect(Address.parse(text)).toBe(lower)
  })

  it.each(['0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD', lower.slice(2), `${lower}0`, lower.slice(0, -1), '0xzz', ''])(
    '%s is none',
    (text) => {
      expect(codeOf(Address.safeParse(text))).toBe('E1001')
    },
  )
})

describe('a chain', () => {
  it.each([
    ['eip155:1', 1],
    ['local', 31337],
    ['base-mainnet', 8453],
    [137, 137],
    ['10', 10],
  ])('%s', (text, id) => {
    expect(ChainRef.parse(text)).toBe(id)
  })

  it.each(['eip155:2', 'eip155:01', 'LOCAL', 'solana:mainnet', '', 0, -1, 1.5, 5])('%s is not known', (value) => {
    expect(codeOf(ChainRef.safeParse(value))).toBe('E1002')
  })
})

describe('an amount', () => {
  it('goes up to 2^256 - 1', () => {
    expect(Amount.parse('0')).toBe(0n)
    expect(Amount.parse(String(2n ** 256n - 1n))).toBe(2n ** 256n - 1n)
    expect(Amount.safeParse(String(2n ** 256n)).success).toBe(false)
  })

  it.each(['', '-1', '+1', '01', '1.0', '1e3', ' 1', '0x1', '١'])('is not %j', (text) => {
    expect(Amount.safeParse(text).success).toBe(false)
  })

  it('is not a JSON number', () => {
    expect(Amount.safeParse(1).success).toBe(false)
  })
})

describe('text for people', () => {
  it.each(['Zwölf Fässer', '😀'])('takes %s', (text) => {
    expect(plainText(1, 120).parse(text)).toBe(text)
  })

  it.each([
    ['a control', 'a\u0007'],
    ['a line break', 'a\nb'],
    ['a bidi override', 'pay \u202e001'],
    ['an isolate', '\u2066a'],
    ['a lone surrogate', '\ud800'],
    ['nothing', ''],
    ['only space', '  '],
    ['too much', 'x'.repeat(121)],
  ])('refuses %s', (_what, text) => {
    expect(plainText(1, 120).safeParse(text).success).toBe(false)
  })

  it('has lines where lines are expected, and still no tricks', () => {
    expect(multilineText(20).parse('one\r\n\ttwo')).toBe('one\r\n\ttwo')
    expect(multilineText(20).safeParse('one\u0000').success).toBe(false)
    expect(multilineText(20).safeParse('\u202e').success).toBe(false)
  })
})

describe('a party', () => {
  const mixed = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
  const lower = mixed.toLowerCase()
  const key = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'

  it('is named by a DID or an address, its address in lower case', () => {
    for (const named of [mixed, lower, `0X${mixed.slice(2).toUpperCase()}`]) expect(PartyName.parse(named)).toBe(lower)
    expect(PartyName.parse(`did:pkh:eip155:8453:${mixed}`)).toBe(`did:pkh:eip155:8453:${lower}`)
    expect(PartyName.parse(key)).toBe(key)
  })

  it('is named by nothing else, nor with a wrong checksum', () => {
    const wrong = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD'
    for (const named of [wrong, `did:pkh:eip155:1:${wrong}`])
      expect(PartyName.safeParse(named).error?.issues).toMatchObject([{ params: { code: 'E1001' } }])
    for (const named of ['', 'bob', `did:pkh:solana:1:${lower}`, `did:web:${lower}`, `${key}${lower}`])
      expect(PartyName.safeParse(named).success).toBe(false)
  })
})

describe('ids, hashes, times', () => {
  it('are brought into one form', () => {
    expect(Id.parse('01937B6A-4C1E-7F00-8000-0123456789AB')).toBe('01937b6a-4c1e-7f00-8000-0123456789ab')
    expect(Hash32.parse(`0x${'AB'.repeat(32)}`)).toBe(`0x${'ab'.repeat(32)}`)
    expect(Timestamp.parse('2026-11-20T14:00:00+02:00')).toEqual(new Date('2026-11-20T12:00:00Z'))
  })

  it('are refused otherwise', () => {
    expect(Id.safeParse('me').success).toBe(false)
    expect(Hash32.safeParse('0x12').success).toBe(false)
    for (const text of ['2026-11-20', '2026-11-20T12:00:00', '2026-02-30T12:00:00Z', '1763640000']) {
      expect(Timestamp.safeParse(text).success).toBe(false)
    }
  })
})
