import { expect, it } from 'vitest'
import { compareHash } from './compare-hash'
import { sayMeaning, showText } from './say-question'

const parts = {
  domain_separator: `0x${'1'.repeat(64)}`,
  message_hash: `0x${'2'.repeat(64)}`,
  digest: `0x${'ab'.repeat(32)}`,
} as const

it('says whether both devices mean the same', () => {
  expect(compareHash(parts.digest, parts)).toMatchObject({ look: 'ok', says: expect.stringContaining('same digest') })
  expect(compareHash('AB'.repeat(32).replace(/.{8}/g, '$& '), parts)?.look).toBe('ok')
  expect(compareHash(parts.message_hash, parts)?.says).toBe('The same message hash.')
  expect(compareHash(parts.domain_separator, parts)?.says).toContain('Compare the message hash too')
  expect(compareHash(`0x${'ab'.repeat(31)}ac`, parts)).toMatchObject({
    look: 'no',
    says: expect.stringContaining('do not sign'),
  })
  expect(compareHash('0xabab', parts)?.look).toBe('wait')
  expect(compareHash('  ', parts)).toBeNull()
})

it('explains times among the fields, and nothing else', () => {
  const field = (name: string, value: string) => sayMeaning({ name, type: 'uint64', value })
  expect(field('validUntil', '1796212800')).toBe('2 December 2026, 12:00 UTC')
  expect(field('until', '18446744073709551615')).toBeNull()
  expect(sayMeaning({ name: 'nonce', type: 'uint256', value: '1796212800' })).toBeNull()
})

it('shows what could hide in a text', () => {
  expect(showText('pay\u202e001\u200b 日本')).toBe('pay\ufffd001\ufffd 日本')
})
