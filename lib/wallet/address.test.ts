import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { parseAddress, shortenAddress, toChecksum } from './address'

const CHECKSUMMED = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const LOWER = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'

describe('parseAddress', () => {
  it.each([
    ['lower-case', LOWER],
    ['upper-case digits', `0x${LOWER.slice(2).toUpperCase()}`],
    ['upper-case throughout', LOWER.toUpperCase()],
    ['EIP-55', CHECKSUMMED],
  ])('accepts %s', (_spelling, text) => {
    expect(parseAddress(text)).toBe(LOWER)
  })

  it.each([
    ['a wrong checksum', CHECKSUMMED.replace('aA', 'Aa')],
    ['one digit less', LOWER.slice(0, -1)],
    ['one digit more', `${LOWER}0`],
    ['no prefix', LOWER.slice(2)],
    ['a letter that is no digit', `${LOWER.slice(0, -1)}g`],
    ['a trailing newline', `${LOWER}\n`],
    ['nothing', ''],
    ['a name', 'vitalik.eth'],
  ])('refuses %s with E1001', (_what, text) => {
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'E1001' }))
    expect(() => parseAddress(text)).toThrow(AppError)
  })

  it('agrees with the examples of EIP-55', () => {
    const examples = [
      '0x52908400098527886E0F7030069857D2E4169EE7',
      '0xde709f2102306220921060314715629080e2fb77',
      '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
      '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
      '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
    ]
    for (const example of examples) expect(toChecksum(parseAddress(example))).toBe(example)
  })
})

describe('shortenAddress', () => {
  it('keeps both ends in EIP-55', () => {
    expect(shortenAddress(LOWER)).toBe('0x5aAe…eAed')
  })
})
