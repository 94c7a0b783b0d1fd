import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vector from '../../test/vectors/log.json'
import { type Hex, ZERO_HASH } from './hash'
import { type LogEntry, logEntrySchema, logHash, verifyLog } from './log'

const entries = vector.log.map(({ entry }) => logEntrySchema.parse(entry))
const hashes = vector.log.map(({ hash }) => hash as Hex)

describe('the log', () => {
  it('hashes each entry after the one before', () => {
    for (const { entry, prev, hash } of vector.log) expect(logHash(prev as Hex, entry)).toBe(hash)
    expect(verifyLog(entries, hashes)).toEqual({ ok: true, head: vector.head, length: 4 })
  })

  it('is whole when empty', () => {
    expect(verifyLog([])).toEqual({ ok: true, head: ZERO_HASH, length: 0 })
  })

  it('takes entries that change no status, like an audit log’s', () => {
    const audit = entries.map((entry) => ({ ...entry, before: null, after: null }))
    expect(verifyLog(audit)).toMatchObject({ ok: true })
  })

  it.each<[string, LogEntry[], number]>([
    ['starts later', entries.slice(1), 1],
    ['has a gap', entries.filter((_, index) => index !== 1), 2],
    ['repeats an entry', entries.flatMap((entry, index) => (index === 1 ? [entry, entry] : [entry])), 3],
    ['is out of order', [entries[0], entries[2], entries[1], entries[3]].flatMap((entry) => entry ?? []), 2],
    ['does not connect', entries.map((entry, index) => (index === 2 ? { ...entry, before: 'DRAFT' } : entry)), 3],
    ['comes from nowhere', entries.map((entry, index) => (index === 0 ? { ...entry, before: 'ACTIVE' } : entry)), 1],
  ])('is broken when it %s', (_, changed, sequence) => {
    expect(verifyLog(changed)).toMatchObject({ ok: false, sequence })
  })

  it('says where the hashes kept beside it stop fitting', () => {
    expect(verifyLog(entries, hashes.slice(0, 3))).toMatchObject({ ok: false, sequence: 4 })
    expect(verifyLog(entries, [...hashes, ZERO_HASH])).toMatchObject({ ok: false, sequence: 5 })
  })
})

const json = fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)))
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
const log = fc
  .array(fc.record({ at: fc.date({ noInvalidDate: true }), actor: word, action: word, after: word, value: json }), {
    minLength: 1,
    maxLength: 12,
  })
  .map((moves) =>
    moves.map(({ at, actor, action, after, value }, index): LogEntry => {
      const before = moves[index - 1]?.after ?? null
      return { sequence: index + 1, at: at.toISOString(), actor, action, before, after, data: { value } }
    }),
  )

describe('any log', () => {
  it('detects any change at any position', () => {
    const changed = fc.record({
      entries: log,
      at: fc.nat(),
      field: fc.constantFrom('at', 'actor', 'action', 'after', 'data', 'sequence'),
    })
    fc.assert(
      fc.property(changed, ({ entries, at, field }) => {
        const index = at % entries.length
        const tampered = entries.map((entry, i) => (i === index ? { ...entry, [field]: another(entry, field) } : entry))
        const kept = keptHashes(entries)
        const walked = verifyLog(tampered, kept)
        expect(walked).toMatchObject({ ok: false, sequence: index + 1 })

        const withoutHashes = verifyLog(tampered)
        expect(withoutHashes.ok && withoutHashes.head === kept.at(-1)).toBe(false)
      }),
      { seed: 71, numRuns: 300 },
    )
  })

  it('detects a removed or swapped entry', () => {
    fc.assert(
      fc.property(log, fc.nat(), (entries, at) => {
        const index = at % entries.length
        const head = keptHashes(entries).at(-1)
        const removed = verifyLog(entries.filter((_, i) => i !== index))
        expect(removed.ok && removed.head === head).toBe(false)
      }),
      { seed: 72, numRuns: 200 },
    )
  })
})

function keptHashes(entries: LogEntry[]): Hex[] {
  let prev = ZERO_HASH
  return entries.map((entry) => {
    prev = logHash(prev, entry)
    return prev
  })
}

function another(entry: LogEntry, field: string): unknown {
  if (field === 'sequence') return entry.sequence + 1
  if (field === 'data') return { ...entry.data, more: 1 }
  return `${entry[field as 'at' | 'actor' | 'action' | 'after']}x`
}
