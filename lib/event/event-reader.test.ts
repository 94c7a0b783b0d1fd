import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { log } from '@/lib/log'
import { EventReader, type EventSource } from './event-reader'
import { type Position, positionBefore } from './position'
import type { EventRow } from './store'

const row = (tx: number): EventRow => ({
  id: `0193f1a2-7c1e-7b3a-9d0e-${String(tx).padStart(12, '0')}`,
  type: 'challenge.locked',
  subject: 'a challenge',
  sequence: tx,
  source: 'desk',
  data: { lines: 'one\ntwo' },
  metadata: {},
  created_at: new Date('2026-11-20T12:00:00Z'),
  tx: String(tx),
})

/** A log in memory, read one page of two at a time. */
function logOf(rows: EventRow[]) {
  const read = vi.fn(async ({ tx }: Position) => rows.filter((event) => BigInt(event.tx) > tx).slice(0, 2))
  const isAllowed = vi.fn(async () => true)
  return { rows, read, isAllowed } satisfies EventSource & { rows: EventRow[] }
}

beforeAll(() => {
  log.level = 'silent'
})
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function greeted(source: EventSource, start = positionBefore(0n)) {
  const reader = new EventReader(source, start)
  await reader.next()
  return reader
}

describe('a stream’s reader', () => {
  it('says first where it stands, so that a client cut off before its first event resumes there', async () => {
    const reader = new EventReader(logOf([]), positionBefore(7n))
    expect(await reader.next()).toBe('retry: 2000\nid: 7:00000000-0000-0000-0000-000000000000\n\n')
  })

  it('gives what there is page by page, each event with the id to resume after it', async () => {
    const source = logOf([row(1), row(2), row(3)])
    const reader = await greeted(source)

    const first = await reader.next()
    expect(first?.match(/^id: .*$/gm)).toEqual([`id: 1:${row(1).id}`, `id: 2:${row(2).id}`])
    const second = await reader.next()
    expect(second).toBe(
      `id: 3:${row(3).id}\ndata: {"id":"${row(3).id}","type":"challenge.locked","subject":"a challenge","sequence":3,"source":"desk","data":{"lines":"one\\ntwo"},"metadata":{},"created_at":"2026-11-20T12:00:00.000Z"}\n\n`,
    )
  })

  it('waits for a wake and does not read before', async () => {
    const source = logOf([])
    const reader = await greeted(source)
    const next = reader.next()
    await vi.advanceTimersByTimeAsync(10_000)
    expect(source.read).toHaveBeenCalledTimes(1)

    source.rows.push(row(1))
    reader.wake()
    expect(await next).toContain(row(1).id)
  })

  it('beats every 15 seconds, and then looks for what no wake told of', async () => {
    const source = logOf([])
    const reader = await greeted(source)
    const beat = reader.next()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await beat).toBe(': heartbeat\n\n')

    source.rows.push(row(1))
    expect(await reader.next()).toContain(row(1).id)
  })

  it('ends at the heartbeat when the caller may not go on, or nobody can tell', async () => {
    for (const answer of [() => Promise.resolve(false), () => Promise.reject(new Error('no database'))]) {
      const source = logOf([])
      source.isAllowed.mockImplementation(answer)
      const reader = await greeted(source)
      const end = reader.next()
      await vi.advanceTimersByTimeAsync(15_000)
      expect(await end).toBeNull()
    }
  })

  it('outlives a reading that fails', async () => {
    const source = logOf([row(1)])
    source.read.mockRejectedValueOnce(new Error('no database'))
    const reader = await greeted(source)
    const next = reader.next()
    await vi.advanceTimersByTimeAsync(15_000)
    expect(await next).toBe(': heartbeat\n\n')
    expect(await reader.next()).toContain(row(1).id)
  })

  it('ends while it waits', async () => {
    const reader = await greeted(logOf([]))
    const next = reader.next()
    await vi.advanceTimersByTimeAsync(1)
    reader.end()
    expect(await next).toBeNull()
    expect(await reader.next()).toBeNull()
    expect(vi.getTimerCount()).toBe(0)
  })
})
