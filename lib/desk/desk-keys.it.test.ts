import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { checkDeskKeys } from '@/lib/proof/desk-keys'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk()
})
beforeEach(async () => {
  db = openDatabase(fresh.url, 6)
  await db.pool.query('TRUNCATE desk_keys')
})
afterEach(() => db.close())
afterAll(() => fresh.drop())

const addressOf = (key: Hex) => privateKeyToAccount(key).address.toLowerCase()

/** A start of the desk with these keys: its modules and its environment are read anew. */
async function start(key: Hex, previous?: Hex, now = new Date('2026-11-20T12:00:00Z')) {
  vi.resetModules()
  Object.assign(process.env, { DESK_KEY: key, DESK_KEY_PREVIOUS: previous ?? '' })
  const { ensureDeskKey } = await import('./desk-keys')
  const another = openDatabase(fresh.url, 2)
  await ensureDeskKey({ db: another.prisma, now }).finally(() => another.close())
}
const document = async () => {
  const { getDeskDocument } = await import('./get-desk-document')
  const ctx = { actor: { kind: 'anonymous' }, now: new Date(), requestId: 'r', db: db.prisma, pool: db.pool } as const
  return getDeskDocument(ctx)
}

describe('the desk’s keys', () => {
  it('begin with the first, and stay as they are at every later start', async () => {
    const key = generatePrivateKey()
    await start(key)
    await start(key, generatePrivateKey())
    const published = await (await document()).json()
    expect(published).toMatchObject({
      v: 'countersign.keys/1',
      keys: [{ address: addressOf(key), since: '2026-11-20T12:00:00.000Z', signed_by: null, signature: null }],
      anchor: { chain_id: 'eip155:31337', eas: process.env.EAS_31337 },
    })
    expect(await checkDeskKeys(published)).toEqual([addressOf(key)])
  })

  it('are each signed by the one before, as a verifier checks it', async () => {
    const [a, b, c] = [generatePrivateKey(), generatePrivateKey(), generatePrivateKey()]
    await start(a)
    await start(b, a)
    await start(c, b)
    expect(await checkDeskKeys(await (await document()).json())).toEqual([a, b, c].map(addressOf))
  })

  it('refuse a new one that nothing ties to the old, and say what to do', async () => {
    const [a, b] = [generatePrivateKey(), generatePrivateKey()]
    await start(a)
    await expect(start(b)).rejects.toThrow(/DESK_KEY_PREVIOUS/)
    await expect(start(b, generatePrivateKey())).rejects.toThrow(addressOf(a))
    expect(await db.prisma.deskKey.count()).toBe(1)
    await start(b, a)
  })

  it('refuse one that was replaced', async () => {
    const [a, b] = [generatePrivateKey(), generatePrivateKey()]
    await start(a)
    await start(b, a)
    await expect(start(a)).rejects.toThrow(/was replaced/)
    await expect(start(a, b)).rejects.toThrow(/was replaced/)
  })

  it('are written once when several processes start together', async () => {
    vi.resetModules()
    process.env.DESK_KEY = generatePrivateKey()
    const { ensureDeskKey } = await import('./desk-keys')
    const others = Array.from({ length: 4 }, () => openDatabase(fresh.url, 1))
    await Promise.all(others.map((other) => ensureDeskKey({ db: other.prisma, now: new Date() })))
    await Promise.all(others.map((other) => other.close()))
    expect(await db.prisma.deskKey.count()).toBe(1)
  })

  it('are for anybody to read, from any page', async () => {
    await start(generatePrivateKey())
    const { headers } = await document()
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cache-control')).toMatch(/^public/)
  })
})
