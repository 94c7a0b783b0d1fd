import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { ownDesk } from '@/test/desk-environment'
import { down, honest, type Kind, startProviders, wrongHash } from '@/test/fakes/rpc-providers'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { quorumOf } from './chain-quorum'
import { assertSameGenesis } from './genesis'
import { openProvider } from './providers'

const LOCAL = 31337
let desk: TestDatabase
let database: Database
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  desk = await ownDesk()
  database = openDatabase(desk.url, 4)
})
beforeEach(() => database.pool.query('DELETE FROM chains'))
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})
afterAll(async () => {
  await database.close()
  await desk.drop()
})

async function check(...kinds: Kind[]) {
  const fakes = await startProviders(kinds, rpcUrl())
  closing.push(fakes.close)
  const opened = fakes.urls.map((url) => openProvider(url))
  return assertSameGenesis(sqlOver(database.pool), LOCAL, quorumOf(LOCAL, opened))
}

const recorded = async () => (await database.pool.query('SELECT genesis_hash FROM chains')).rows

describe('the chain a database belongs to', () => {
  it('is the first it sees, and stays it', async () => {
    expect(await check(honest)).toBe('same')
    expect(await recorded()).toHaveLength(1)
    expect(await check(honest, honest)).toBe('same')
    expect(await recorded()).toHaveLength(1)
  })

  it('cannot be swapped for another: that is said plainly', async () => {
    await check(honest)
    await expect(check(wrongHash(0n))).rejects.toThrow(/Chain 31337 is not the chain this database belongs to/)
    expect(await check(honest)).toBe('same')
  })

  it('is not taken from one liar among others', async () => {
    expect(await check(wrongHash(0n), honest, honest)).toBe('same')
    expect(await check(honest)).toBe('same')
  })

  it('is unknown while nobody answers, or they disagree, and then nothing is recorded', async () => {
    expect(await check(down)).toBe('unknown')
    expect(await check(honest, wrongHash(0n))).toBe('unknown')
    expect(await recorded()).toEqual([])
  })

  it('is recorded once by two that start together', async () => {
    expect(await Promise.all([check(honest), check(honest)])).toEqual(['same', 'same'])
    expect(await recorded()).toHaveLength(1)
  })
})
