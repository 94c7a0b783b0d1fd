import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { someDeal } from '@/lib/stake/deal.fixture'
import { word } from '@/lib/stake/deal-logs.fixture'
import { insertDeal } from '@/lib/stake/store'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { readChainNews } from './read-chain-news'
import { escrowLog, hashOf, type Manners, ScriptedChain, timeOf } from './scripted-chain.fixture'

/** No local chain: two providers must agree, and finality comes later. */
const CHAIN = 11155111
const ESCROW: Hex = `0x${'e5'.repeat(20)}`
const MINE = word(0xdea1)
const THEIRS = word(0x7e11)

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk({ [`ESCROW_${CHAIN}`]: ESCROW, [`AUDITOR_STAKE_${CHAIN}`]: `0x${'a5'.repeat(20)}` })
  db = database()
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})

let chain: ScriptedChain
beforeEach(async () => {
  await db.pool.query('TRUNCATE chain_events, chain_cursors, chain_blocks, deals')
  await db.pool.query('DELETE FROM graphile_worker._private_jobs')
  chain = new ScriptedChain(ESCROW, 1_000)
  await agree()
})

/** A deal agreed here some time after block 500, so that reading begins at a block of its own choosing. */
async function agree() {
  await insertDeal(sqlOver(db.pool), {
    id: MINE,
    challengeId: newId(),
    chainId: CHAIN,
    escrow: ESCROW,
    deal: someDeal({ joinBy: 4_000_000_000n }),
  })
  await db.pool.query('UPDATE deals SET created_at = to_timestamp($1)', [timeOf(500) + 3_600])
}

const joined = (deal: Hex = MINE) => escrowLog('Joined', [deal], deal)
const ALL_HONEST: Manners[] = [{ host: 'a.example' }, { host: 'b.example' }]

async function read(manners: Manners[] = ALL_HONEST, pool: pg.Pool = db.pool, size = { value: 1_000 }) {
  const providers = manners.map((one) => chain.provider(one))
  const quorum = { providers, q: 2, hosts: providers.length }
  return readChainNews({ ...systemContext('test'), pool }, { chainId: CHAIN }, { quorum, size })
}

async function events() {
  const { rows } = await db.pool.query(
    `SELECT deal, name, block_number::int AS block, block_hash AS hash, canonical FROM chain_events
     ORDER BY block_number, block_hash, log_index`,
  )
  return rows
}
async function cursor() {
  const { rows } = await db.pool.query(
    'SELECT block_number::int AS at, block_hash AS hash, confirmed_number::int AS confirmed FROM chain_cursors',
  )
  return rows[0]
}
/** The deals waiting to be followed; taking them, as a worker that did its job. */
async function takeFollowed(): Promise<string[]> {
  const { rows } = await db.pool.query(
    `WITH taken AS (DELETE FROM graphile_worker._private_jobs RETURNING payload)
     SELECT payload->>'dealId' AS deal FROM taken ORDER BY 1`,
  )
  return rows.map(({ deal }) => deal)
}

describe('reading a chain’s news', () => {
  it('begins before the first deal, sees what is new, and follows our deals alone', async () => {
    const number = chain.mine(1, [joined(), joined(THEIRS)])
    expect(await read()).toBe('caught up')

    const one = { name: 'Joined', block: number, hash: hashOf(number), canonical: true }
    expect(await events()).toEqual([
      { ...one, deal: MINE },
      { ...one, deal: THEIRS },
    ])
    expect(await cursor()).toEqual({ at: chain.head, hash: hashOf(chain.head), confirmed: chain.head - 64 })
    expect(await takeFollowed()).toEqual([MINE])
    const { rows } = await db.pool.query('SELECT min(number)::int AS first FROM chain_blocks')
    expect(rows[0].first).toBe(500)
  })

  it('changes nothing when there is nothing new', async () => {
    chain.mine(1, [joined()])
    await read()
    const before = [await events(), await cursor(), await takeFollowed()]
    expect(await read()).toBe('caught up')
    expect([await events(), await cursor()]).toEqual(before.slice(0, 2))
    expect(await takeFollowed()).toEqual([])
  })

  it('follows a deal that was opened before the desk heard of it', async () => {
    await db.pool.query('TRUNCATE deals')
    await takeFollowed()
    await read()
    chain.mine(1, [joined()])
    await read()
    expect(await takeFollowed()).toEqual([])
    await agree()
    expect(await takeFollowed()).toEqual([MINE])
  })

  it('has a deal followed again when its log becomes final', async () => {
    const number = chain.mine(1, [joined()])
    await read()
    expect(await takeFollowed()).toEqual([MINE])

    chain.mine(63)
    await read()
    expect(await takeFollowed()).toEqual([])
    expect(await cursor()).toMatchObject({ confirmed: number - 1 })

    chain.mine(1)
    await read()
    expect(await takeFollowed()).toEqual([MINE])
    expect(await cursor()).toMatchObject({ confirmed: number })
  })

  it('counts twelve blocks where providers name no final one', async () => {
    const number = chain.mine(1, [joined()])
    await read(ALL_HONEST.map((one) => ({ ...one, finalDepth: null })))
    expect(await cursor()).toMatchObject({ confirmed: number - 12 })
  })

  it('is done once by several workers at once', async () => {
    for (let i = 0; i < 20; i++) chain.mine(7, [joined()])
    await Promise.all(Array.from({ length: 4 }, () => read(ALL_HONEST, db.pool, { value: 10 })))
    await read()
    expect(await events()).toHaveLength(20)
    expect(await cursor()).toMatchObject({ at: chain.head, confirmed: chain.head - 64 })
    expect(await takeFollowed()).toEqual([MINE])
  })
})

describe('providers that are not to be trusted', () => {
  const three = (third: Partial<Manners>): Manners[] => [...ALL_HONEST, { host: 'c.example', ...third }]

  it.each([
    ['hides a log', { hides: () => true }],
    ['lags', { lag: 30 }],
    ['fails', { failing: true }],
  ])('one that %s loses nothing', async (_, third) => {
    const number = chain.mine(1, [joined()])
    expect(await read(three(third))).toBe('caught up')
    expect(await events()).toMatchObject([{ block: number, canonical: true }])
  })

  it('two that tell different logs are both not believed', async () => {
    const number = chain.mine(1, [joined()])
    const [honest, liar] = [{ host: 'a.example' }, { host: 'b.example', hides: (n: number) => n === number }]
    expect(await read([honest, liar])).toBe('waiting')
    expect(await events()).toEqual([])
    expect((await cursor()).at).toBeLessThan(number)

    expect(await read()).toBe('caught up')
    expect(await events()).toHaveLength(1)
  })

  it('two on one host are one', async () => {
    chain.mine(1, [joined()])
    expect(await read([{ host: 'a.example' }, { host: 'a.example' }])).toBe('waiting')
    expect(await cursor()).toBeUndefined()
  })

  it('what all of them kept quiet about at first is found at its final depth', async () => {
    const number = chain.mine(1, [joined()])
    const late = ALL_HONEST.map((one) => ({ ...one, hides: (n: number) => n === number }))
    await read(late)
    expect(await cursor()).toMatchObject({ at: number })
    expect(await events()).toEqual([])

    chain.mine(64)
    await read()
    expect(await events()).toMatchObject([{ block: number, canonical: true }])
    expect(await takeFollowed()).toEqual([MINE])
  })

  it('what was never on the chain is taken out at its final depth', async () => {
    const number = chain.mine(1, [joined()])
    await read()
    const [block] = chain.blocks.slice(number)
    if (block) block.logs = []
    chain.mine(64)
    await takeFollowed()
    await read()
    expect(await events()).toMatchObject([{ block: number, canonical: false }])
    expect(await takeFollowed()).toEqual([MINE])
  })

  it('nothing is read while too few answer, and nothing lost by it', async () => {
    const number = chain.mine(1, [joined()])
    expect(await read([{ host: 'a.example' }, { host: 'b.example', failing: true }])).toBe('waiting')
    await read()
    expect(await events()).toMatchObject([{ block: number }])
  })
})

describe('a reorganisation', () => {
  /** They call nothing new final, so that the next range read is the newest one. */
  const [A, B] = [
    { host: 'a.example', finalDepth: 900 },
    { host: 'b.example', finalDepth: 900 },
  ]

  it('takes back what the chain has no more, and nothing else', async () => {
    const kept = chain.mine(1, [joined()])
    chain.mine(3)
    await read()
    const lost = chain.mine(1, [joined()])
    chain.mine(2)
    await read()
    await takeFollowed()

    chain.cutFrom(lost)
    chain.mine(5, [], 'b')
    expect(await read()).toBe('caught up')
    expect(await events()).toMatchObject([
      { block: kept, canonical: true },
      { block: lost, canonical: false },
    ])
    expect(await cursor()).toMatchObject({ at: chain.head, hash: hashOf(chain.head, 'b') })
    expect(await takeFollowed()).toEqual([MINE])
  })

  it('counts a log that is mined again once, and one that returns with its block again', async () => {
    const lost = chain.mine(1, [joined()])
    await read()
    const first = chain.cutFrom(lost)
    chain.mine(2, [joined()], 'b')
    await read()
    expect(await events()).toMatchObject([
      { block: lost, hash: hashOf(lost), canonical: false },
      { block: lost + 1, hash: hashOf(lost + 1, 'b'), canonical: true },
    ])

    chain.cutFrom(lost)
    chain.blocks.push(...first)
    chain.mine(3)
    await read()
    expect(await events()).toMatchObject([
      { block: lost, hash: hashOf(lost), canonical: true },
      { block: lost + 1, canonical: false },
    ])
  })

  it('waits while the chain is only shorter: there, providers lag', async () => {
    const number = chain.mine(1, [joined()])
    chain.mine(3)
    await read()
    await takeFollowed()
    expect(await read(ALL_HONEST.map((one) => ({ ...one, lag: 10 })))).toBe('waiting')
    expect(await events()).toMatchObject([{ block: number, canonical: true }])
    expect(await cursor()).toMatchObject({ at: chain.head })
    expect(await takeFollowed()).toEqual([])
  })

  it('before a range, below the cursor, takes back what was read below', async () => {
    const lost = chain.mine(1, [joined()])
    await read()
    chain.mine(4)
    const beforeLogs = once(() => {
      chain.cutFrom(lost)
      chain.mine(12, [], 'b')
    })
    expect(await read([{ ...A, beforeLogs }, B])).toBe('caught up')
    expect(await events()).toMatchObject([{ block: lost, canonical: false }])
    expect(await cursor()).toMatchObject({ at: chain.head, hash: hashOf(chain.head, 'b') })
  })

  it('after the logs of a range were listed, above the cursor, loses none of the other branch', async () => {
    await read()
    const first = chain.mine(1)
    chain.mine(6)
    const afterLogs = once(() => {
      chain.cutFrom(first)
      chain.mine(2, [joined()], 'b')
      chain.mine(8, [], 'b')
    })
    // The second of the two to answer: both have listed the old branch by then.
    expect(await read([A, { ...B, afterLogs }])).toBe('caught up')
    expect(await events()).toMatchObject([{ block: first + 1, hash: hashOf(first + 1, 'b'), canonical: true }])
  })

  it('that another worker has followed already is not undone by one that was slower', async () => {
    await read()
    const number = chain.mine(1, [joined()])
    const another = once(async () => {
      chain.cutFrom(number)
      chain.mine(1, [joined(THEIRS)], 'b')
      chain.mine(3, [], 'b')
      await read()
    })
    expect(await read([A, B], poolThat(another))).toBe('caught up')
    expect(await events()).toMatchObject([{ deal: THEIRS, block: number, canonical: true }])
  })

  it('deeper than every block remembered is found by the logs', async () => {
    const kept = chain.mine(1, [joined()])
    chain.mine(100)
    const lost = chain.mine(1, [joined()])
    chain.mine(2)
    await read()
    await db.pool.query('DELETE FROM chain_blocks WHERE number > 600 AND number < $1', [chain.head])
    chain.cutFrom(lost - 20)
    chain.mine(30, [], 'b')
    await read()
    expect(await events()).toMatchObject([
      { block: kept, canonical: true },
      { block: lost, canonical: false },
    ])
  })
})

describe('catching up', () => {
  it('takes ranges as large as are answered, over a day of blocks a second each', async () => {
    for (let i = 0; i < 864; i++) chain.mine(100, [joined(i % 2 ? MINE : THEIRS)])
    const providers = ALL_HONEST.map((one) => chain.provider({ ...one, maxRange: 1_500 }))
    const size = { value: 10_000 }
    const quorum = { providers, q: 2, hosts: 2 }
    expect(await readChainNews(systemContext('test'), { chainId: CHAIN }, { quorum, size })).toBe('caught up')

    expect(await events()).toHaveLength(864)
    expect(await cursor()).toMatchObject({ at: chain.head, confirmed: chain.head - 64 })
    expect(providers[0]?.asked).toBeLessThan(2_000)
  })

  it('stops when time is up and goes on where it was', async () => {
    for (let i = 0; i < 5; i++) chain.mine(100, [joined()])
    const options = { quorum: { providers: ALL_HONEST.map((one) => chain.provider(one)), q: 2, hosts: 2 } }
    const input = { chainId: CHAIN }
    const size = () => ({ value: 50 })
    expect(await readChainNews(systemContext('t'), input, { ...options, size: size(), budgetMs: 0 })).toBe('more')
    expect(await readChainNews(systemContext('t'), input, { ...options, size: size() })).toBe('caught up')
    expect(await events()).toHaveLength(5)
  })

  it('gives up on a single block that nobody tells about, and waits', async () => {
    chain.mine(1, [joined()])
    await read()
    chain.mine(40)
    const refusing = ALL_HONEST.map((one) => ({ ...one, maxRange: 0.5 }))
    expect(await read(refusing)).toBe('waiting')
    expect(await read()).toBe('caught up')
  })
})

describe('a worker that is killed', () => {
  it('at any statement has changed nothing, or all of a range with what must follow', async () => {
    const kept = chain.mine(1, [joined()])
    chain.mine(3)
    await read()
    await takeFollowed()
    const lost = chain.mine(1, [joined(THEIRS)])
    await read()
    chain.cutFrom(lost)
    chain.mine(70, [joined()], 'b')
    const before = await snapshot()

    const clean = dyingAfter(Number.POSITIVE_INFINITY)
    await read(ALL_HONEST, clean.pool)
    const expected = [await events(), await cursor(), await takeFollowed()]
    expect(expected[0]).toMatchObject([{ block: kept }, { block: lost, canonical: false }, { canonical: true }])
    expect(clean.count()).toBeGreaterThan(15)

    for (let at = 1; at <= clean.count(); at++) {
      await restore(before)
      await expect(read(ALL_HONEST, dyingAfter(at - 1).pool)).rejects.toThrow()
      await read()
      expect([await events(), await cursor(), await takeFollowed()]).toEqual(expected)
    }
  })
})

function once<R>(work: () => R): () => R | undefined {
  let isDone = false
  return () => {
    if (isDone) return undefined
    isDone = true
    return work()
  }
}

/** The pool, doing something first whenever a transaction begins. */
function poolThat(first: () => unknown): pg.Pool {
  const connect = async () => {
    await first()
    return db.pool.connect()
  }
  return { query: db.pool.query.bind(db.pool), connect } as unknown as pg.Pool
}

/** The pool, whose every connection is dead after so many statements, as if the process were. */
function dyingAfter(statements: number): { pool: pg.Pool; count: () => number } {
  let count = 0
  const step = () => {
    if (++count > statements) throw new Error('killed')
  }
  const pool = {
    query: async (...args: unknown[]) => {
      step()
      return (db.pool.query as (...all: unknown[]) => unknown)(...args)
    },
    connect: async () => {
      const client = await db.pool.connect()
      const query = async (...args: unknown[]) => {
        step()
        return (client.query as (...all: unknown[]) => unknown).apply(client, args)
      }
      return { query, release: (broken: boolean) => client.release(broken) }
    },
  }
  return { pool: pool as unknown as pg.Pool, count: () => count }
}

const TABLES = ['chain_events', 'chain_cursors', 'chain_blocks'] as const

async function snapshot() {
  const rows = TABLES.map((table) => db.pool.query(`SELECT to_jsonb(t) AS row FROM ${table} AS t`))
  return (await Promise.all(rows)).map((result) => result.rows.map(({ row }) => row))
}
async function restore(tables: unknown[][]) {
  for (const [at, table] of TABLES.entries()) {
    await db.pool.query(`TRUNCATE ${table}`)
    await db.pool.query(`INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1)`, [
      JSON.stringify(tables[at]),
    ])
  }
  await db.pool.query('DELETE FROM graphile_worker._private_jobs')
}
