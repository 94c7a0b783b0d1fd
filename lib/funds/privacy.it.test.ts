import { inspect } from 'node:util'
import { createTestClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAddress } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openDatabase } from '@/lib/db/client'
import { inSqlTransaction } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { toAppError } from '@/lib/http/problem'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { honest, type Kind, lying, pruned, quoting, startProviders } from '@/test/fakes/rpc-providers'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { checkFunds } from './check'
import { readRequirements } from './read-funds'
import { saveReadings } from './store'

/**
 * Nobody may learn the balance from the desk (domain §2). A wallet gets a balance found nowhere else; it is checked in
 * every way there is, and then everything the desk has written and said is searched for it. Logs are taken without
 * their redaction, at the finest level.
 */
const { lines } = await vi.hoisted(async () => {
  const { default: pino } = await import('pino')
  const { singleton } = await import('@/lib/singleton')
  const lines: string[] = []
  singleton('log', () => pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) }))
  return { lines }
})

const SENTINEL = 7_391_846_205_518_263_947_061n
const SPELLINGS = [
  SENTINEL.toString(),
  SENTINEL.toString(16),
  SENTINEL.toString(16).padStart(64, '0'),
  '7391.846205518263947061',
]
const KEY = /sEcReTkEy/i

let desk: TestDatabase
beforeAll(async () => {
  desk = await ownDesk()
  log.level = 'trace'
})
afterAll(() => desk.drop())

it('a balance is in no row, log line, answer or error, and neither is a provider’s key', async () => {
  const wallet = privateKeyToAddress(generatePrivateKey()).toLowerCase() as Hex
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: wallet, value: SENTINEL })
  await chain.mine({ blocks: 1 })

  const database = openDatabase(desk.url, 4)
  const userId = newId()
  await database.prisma.user.create({ data: { id: userId } })
  await database.prisma.wallet.create({
    data: { id: newId(), userId, address: wallet, chainId: 31337, verifiedAt: new Date() },
  })
  const actor = {
    kind: 'user',
    userId,
    organizationId: newId(),
    role: 'owner',
    wallet: { address: wallet, chainId: 31337 },
    via: 'token',
    sessionId: null,
    keyId: null,
    scopes: null,
  } as const
  const said: unknown[] = []
  const statuses: string[] = []

  const mixes: Kind[][] = [
    [honest],
    [honest, honest],
    [honest, honest, lying(SENTINEL + 1n)],
    [honest, lying(SENTINEL + 1n)],
    [honest, pruned],
    [honest, quoting(`balance ${SENTINEL} at http://x/sEcReTkEy`)],
    [quoting(`balance ${SENTINEL} at http://x/sEcReTkEy`), quoting(`0x${SENTINEL.toString(16)}`)],
    [quoting(`execution reverted: ${SENTINEL}`), quoting(`execution reverted: ${SENTINEL}`)],
  ]
  for (const kinds of mixes) {
    const fakes = await startProviders(kinds, rpcUrl())
    env().rpcUrls.set(31337, fakes.urls)
    for (const min_balance of [SENTINEL - 2n, SENTINEL + 2n]) {
      const ctx = { actor, now: new Date(), requestId: newId(), db: database.prisma, pool: database.pool }
      const input = { wallet_address: wallet, network: 31337, asset_type: 'NATIVE', min_balance } as const
      const answer = await checkFunds(ctx, input).catch((error: unknown) => {
        log.error({ err: error }, 'a failed check')
        said.push(inspect(error, { depth: 12, showHidden: true }), toAppError(error).message)
        return { status: toAppError(error).code }
      })
      statuses.push(answer.status)
      said.push(answer)
    }

    const requirement = { index: 0, role: 'creator', network: 31337, wallet, kind: 'BALANCE', minBalance: 1n } as const
    const readings = await readRequirements({ now: new Date() }, [requirement])
    log.info({ readings: readings.map((reading) => inspect(reading)) }, 'readings')
    said.push(inspect(readings, { depth: 12 }))
    await inSqlTransaction({ pool: database.pool }, (sql) =>
      saveReadings(sql, { readings, phase: 'lock', challengeId: newId() }),
    )
    await fakes.close()
  }

  const rows = await everyRow(database.pool)
  await database.close()

  // It really was read: both sides of it were told apart.
  expect(statuses.slice(0, 6)).toEqual(['PASSED', 'FAILED', 'PASSED', 'FAILED', 'PASSED', 'FAILED'])
  expect(new Set(statuses)).toEqual(new Set(['PASSED', 'FAILED', 'ERROR', 'E2004']))
  expect(rows).toContain(wallet)
  expect(lines.join('')).toContain('funds could not be read')

  for (const text of [rows, lines.join(''), said.map((one) => inspect(one, { depth: 12 })).join('\n')]) {
    for (const spelling of SPELLINGS) expect(text.toLowerCase()).not.toContain(spelling)
    expect(text).not.toMatch(KEY)
  }
})

/** Every row of every table, the job queue's too, as text. */
async function everyRow(pool: import('pg').Pool): Promise<string> {
  const tables = await pool.query<{ name: string }>(
    `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
     WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  )
  expect(tables.rows.length).toBeGreaterThan(20)
  const texts = await Promise.all(
    tables.rows.map(
      async ({ name }) => (await pool.query<{ text: string }>(`SELECT t::text AS text FROM ${name} t`)).rows,
    ),
  )
  return texts
    .flat()
    .map(({ text }) => text)
    .join('\n')
}
