import { expect, it } from 'vitest'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { logHash } from '@/lib/proof/log'
import { checkEntries } from './check-entries'
import type { LogLine } from './say-entry'

const STATUSES = [null, 'DRAFT', 'AWAITING_COUNTERPARTY', 'CANCELLED']

function makeLog(): LogLine[] {
  let prev: Hex = ZERO_HASH
  return ['create', 'send', 'decline'].map((action, index) => {
    const entry = {
      sequence: index + 1,
      at: `2026-12-01T12:00:0${index}.000Z`,
      actor: 'desk',
      action,
      before: STATUSES[index] ?? null,
      after: STATUSES[index + 1] ?? null,
      data: {},
    }
    prev = logHash(prev, entry)
    return { ...entry, hash: prev }
  })
}
const headOf = (log: LogLine[]) => log.at(-1)?.hash ?? ZERO_HASH

it('holds as it was written', () => {
  const log = makeLog()
  const result = checkEntries(log, headOf(log))
  expect(result.holds).toBe(true)
  expect(result.entries.map(({ holds, computed }, i) => holds && computed === log[i]?.hash)).toEqual([true, true, true])
})

it('names the one entry that was changed', () => {
  const log = makeLog()
  const changed = log.map((line, i) => (i === 1 ? { ...line, actor: 'chain' } : line))
  const result = checkEntries(changed, headOf(log))
  expect(result.holds).toBe(false)
  expect(result.entries.map(({ holds }) => holds)).toEqual([true, false, true])
  expect(result.entries[1]?.why).toBe('its hash is another one')
})

it('notices a log that was cut short, or has a hole', () => {
  const log = makeLog()
  expect(checkEntries(log.slice(0, 2), headOf(log))).toMatchObject({ headMatches: false, holds: false })
  expect(checkEntries([log[0], log[2]] as LogLine[], headOf(log)).holds).toBe(false)
  expect(checkEntries([], ZERO_HASH).holds).toBe(true)
})
