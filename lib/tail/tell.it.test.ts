import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { droppedLines, flushTail, tell } from './tell'

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})
beforeEach(() => database().pool.query('TRUNCATE log_lines'))

const organizationId = newId()
const lines = async () => (await database().pool.query('SELECT * FROM log_lines ORDER BY id')).rows
const say = (message: string) => tell({ organizationId, level: 'info', source: 'test', message })

describe('a line', () => {
  it('is in the database half a second later, with what it was told with', async () => {
    tell({
      organizationId,
      level: 'warn',
      source: 'api',
      message: 'GET /x → 404',
      requestId: 'r-1',
      context: { ms: 2.5 },
    })
    await expect.poll(lines).toHaveLength(1)
    expect((await lines())[0]).toMatchObject({
      organization_id: organizationId,
      level: 'warn',
      source: 'api',
      message: 'GET /x → 404',
      request_id: 'r-1',
      context: { ms: 2.5 },
    })
  })

  it('with bytes Postgres refuses in text is kept without them, and takes no other down', async () => {
    say('before')
    tell({
      organizationId,
      level: 'info',
      source: 'test',
      message: 'a\0b \ud83d',
      context: { bad: 'x\0\ud83d', back: '\\u0000' },
    })
    say('after')
    await flushTail()
    expect((await lines()).map(({ message }) => message)).toEqual(['before', 'ab \ufffd', 'after'])
  })

  it('that can never be written is dropped and counted, and the next one is written', async () => {
    const before = droppedLines()
    tell({ organizationId: 'no id', level: 'info', source: 'test', message: 'bad' })
    await flushTail()
    say('good')
    await flushTail()
    expect(droppedLines() - before).toBe(1)
    expect((await lines()).map(({ message }) => message)).toEqual(['good', 'Lines that could not be kept: 1.'])
  })

  it('keeps its length', async () => {
    say('x'.repeat(5_000))
    await flushTail()
    expect((await lines())[0].message).toHaveLength(300)
  })
})

describe('many lines', () => {
  it('that come while others are written are written too', async () => {
    say('1')
    const first = flushTail()
    say('2')
    const [second, third] = [flushTail(), flushTail()]
    say('3')
    await Promise.all([first, second, third])
    await flushTail()
    expect((await lines()).map(({ message }) => message)).toEqual(['1', '2', '3'])
  })

  it('wait for the database, and are there when it is back', async () => {
    const query = vi.spyOn(database().pool, 'query').mockRejectedValueOnce(new Error('away') as never)
    say('kept')
    await flushTail()
    query.mockRestore()
    expect(await lines()).toHaveLength(0)
    await flushTail()
    expect((await lines()).map(({ message }) => message)).toEqual(['kept'])
  })

  it('are bounded: what is too much is dropped, and how much is said', async () => {
    const before = droppedLines()
    for (let i = 0; i < 20_005; i++) say(`line ${i}`)
    await flushTail()
    expect(droppedLines() - before).toBe(5)
    const kept = await lines()
    expect(kept).toHaveLength(20_001)
    expect(kept.at(-1)).toMatchObject({ organization_id: null, message: 'Lines that could not be kept: 5.' })
  })
})
