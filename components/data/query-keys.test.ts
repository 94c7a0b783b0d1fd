import { expect, it } from 'vitest'
import { CATALOGUE } from '@/lib/event/catalogue'
import { keys, staleAfter } from './query-keys'

const startsWith = (key: readonly unknown[], start: readonly unknown[]) => start.every((part, i) => part === key[i])

it('an event about a challenge makes it and everything read about it stale', () => {
  const stale = staleAfter({ type: 'challenge.locked', subject: 'c1' })
  for (const key of [
    keys.challenge('c1'),
    keys.challengeLog('c1'),
    keys.challenges({ status: 'DRAFT' }),
    keys.waiting,
  ]) {
    expect(stale.some((start) => startsWith(key, start))).toBe(true)
  }
  expect(stale.some((start) => startsWith(keys.challenge('c2'), start))).toBe(false)
})

it('a receipt makes its challenge stale too', () => {
  const stale = staleAfter({ type: 'receipt.issued', subject: '0xr', data: { subject: 'c1' } })
  expect(stale.some((start) => startsWith(keys.challenge('c1'), start))).toBe(true)
  expect(stale.some((start) => startsWith(keys.receipt('0xr'), start))).toBe(true)
})

it('every type the desk tells makes something stale', () => {
  for (const type of Object.keys(CATALOGUE)) expect(staleAfter({ type, subject: 'x' }).length).toBeGreaterThan(1)
})
