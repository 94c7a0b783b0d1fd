import { execFile, spawn } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { type LogEntry, verifyLog } from '@/lib/proof/log'
import type { Report } from '@/lib/proof/report'
import { fund } from './chain'
import { type Challenge, type Client, signedIn } from './client'
import { withDatabase } from './database'
import { type Desk, startDesk } from './desk'
import { bringToEnd, type Deal } from './patient'
import { type Part, processesOf } from './processes'
import { randomFrom, shuffled } from './random'

const root = path.join(import.meta.dirname, '..', '..')

/** Set COUNTERSIGN_TEST_SEED to what a failed run printed to make it again. */
const seed = Number(process.env.COUNTERSIGN_TEST_SEED ?? Math.floor(Math.random() * 2 ** 31))
const random = randomFrom(seed)

/** Every victim dies once; chance adds others for as long as there is time: COUNTERSIGN_TEST_DEATHS_MS, none in CI. */
const VICTIMS = ['server', 'worker', 'anvil', 'postgres', 'start'] as const
type Victim = (typeof VICTIMS)[number]
const BUDGET_MS = Number(process.env.COUNTERSIGN_TEST_DEATHS_MS ?? 0)
/** Long enough that a death may come after the end, while the receipt is being anchored. */
const LATEST_DEATH_MS = 2_500

const DEATHS: Record<Part, RegExp> = {
  server: /The web server was ended by SIGKILL/,
  worker: /The worker was ended by SIGKILL/,
  anvil: /anvil was ended by SIGKILL/,
  postgres: /Postgres was ended by SIGKILL/,
}

let desk: Desk
let creator: Client
let bob: Client

beforeAll(async () => {
  desk = await startDesk({ env: { ANCHOR_MAX_SECONDS: '1' } })
  ;[creator, bob] = await Promise.all([signedIn(desk), signedIn(desk)])
  await fund(desk.rpcUrl, bob.address)
})
afterAll(() => desk?.close())

const runs = existsSync('/proc') ? it : it.skip

describe('npm start', () => {
  runs('leaves nothing running after Ctrl-C, and goes on where it was', async () => {
    const recorded = Object.values(desk.processes)
    expect(recorded).toHaveLength(4)
    expect(processesOf(desk.dataDir)).toEqual(expect.arrayContaining([desk.pid, ...recorded]))

    expect(await desk.stop('SIGINT')).toEqual({ code: 0, signal: null })
    expect(processesOf(desk.dataDir)).toEqual([])

    console.log(`The second start took ${await desk.start()} ms`)
    expect((await creator.get<{ wallets: unknown[] }>('/me')).wallets).toHaveLength(1)
  })

  runs('ends when the npm that started it is killed', async () => {
    await desk.stop()
    const stdio = ['ignore', 'pipe', 'ignore'] as const
    const npm = spawn('npm', ['start'], { cwd: root, env: desk.environment, detached: true, stdio: [...stdio] })
    try {
      let said = ''
      for await (const text of npm.stdout.setEncoding('utf8')) {
        said += text
        if (said.includes('Countersign ready at')) break
      }
      expect(said).toContain('Countersign ready at')
    } finally {
      npm.kill('SIGKILL')
    }
    await expect.poll(() => processesOf(desk.dataDir), { timeout: 30_000, interval: 250 }).toEqual([])
    await desk.start()
  })

  runs('starts again on what a killed start left behind', async () => {
    desk.kill('start')
    expect(await desk.ended).toEqual({ code: null, signal: 'SIGKILL' })

    console.log(`The start after it took ${await desk.start()} ms`)
    const recorded = Object.values(desk.processes)
    expect(recorded).toHaveLength(4)
    expect((await creator.get<{ wallets: unknown[] }>('/me')).wallets).toHaveLength(1)
  })
})

describe('kill -9 at any moment', () => {
  it(`loses nothing, doubles nothing, and the challenge goes on (seed ${seed})`, async () => {
    console.log(`COUNTERSIGN_TEST_SEED=${seed}`)
    const deals: Deal[] = []
    for (const victim of victims()) {
      const deal: Deal = { creator, counterparty: bob, name: `crash-${deals.length}`, id: null, acknowledged: [] }
      deals.push(deal)
      await Promise.all([bringToEnd(deal), dieAndRise(victim)])
    }

    for (const deal of deals) await expectWhole(deal)
    await expectGapless()
    for (const deal of deals) await expectProvable(deal)
  }, 400_000)
})

function* victims(): Generator<Victim> {
  const begun = Date.now()
  yield* shuffled(VICTIMS, random)
  while (Date.now() - begun < BUDGET_MS) yield VICTIMS[Math.floor(random() * VICTIMS.length)] as Victim
}

/** Kills it some time into the challenge, rather early than late, and starts again. */
async function dieAndRise(victim: Victim): Promise<void> {
  const after = Math.round(random() ** 2 * LATEST_DEATH_MS)
  await sleep(after)
  const from = desk.said.length
  desk.kill(victim)

  const killedAt = Date.now()
  const end = await desk.ended
  const stopping = Date.now() - killedAt
  if (victim !== 'start') {
    // The rest ended by itself, and said who died.
    expect(end).toEqual({ code: 1, signal: null })
    expect(desk.said.slice(from)).toMatch(DEATHS[victim])
  }
  console.log(`${victim} killed after ${after} ms, all ended in ${stopping} ms, up again in ${await desk.start()} ms`)
}

type Log = { data: (LogEntry & { hash: Hex })[]; head: Hex; length: number }

/** It ended once, and its log holds, once each, all that was ever acknowledged. */
async function expectWhole({ id, name, acknowledged }: Deal): Promise<void> {
  const { data: sameName } = await creator.get<{ data: Challenge[] }>(`/challenges?external_id=${name}`)
  expect(sameName).toMatchObject([{ id, status: 'COMPLETED', outcome: 'FULFILLED' }])

  const log = await creator.get<Log>(`/challenges/${id}/events`)
  const entries: LogEntry[] = log.data.map(({ hash: _, ...entry }) => entry)
  const hashes = log.data.map((entry) => entry.hash)
  expect(verifyLog(entries, hashes)).toEqual({ ok: true, head: log.head, length: log.length })
  expect(entries.map((entry) => entry.action)).toEqual(['create', 'send', 'accept', 'lock', 'confirm', 'confirm'])
  expect(hashes).toEqual(expect.arrayContaining(acknowledged))

  const receipts = await withDatabase(desk.databaseUrl, (query) =>
    query<{ id: string }>('SELECT id FROM receipts WHERE subject_id = $1', [id]),
  )
  expect(receipts).toEqual([{ id: sameName[0]?.receipt_id }])
}

/** Each organization was told each fact once, in numbers without a gap. */
async function expectGapless(): Promise<void> {
  await withDatabase(desk.databaseUrl, async (query) => {
    const gaps = await query(`
      SELECT organization_id, subject FROM events FULL JOIN event_subjects AS counted USING (organization_id, subject)
      GROUP BY organization_id, subject, counted.sequence
      HAVING min(events.sequence) <> 1 OR max(events.sequence) <> count(*) OR count(*) <> counted.sequence
        OR count(DISTINCT events.sequence) <> count(*) OR counted.sequence IS NULL OR min(events.sequence) IS NULL`)
    expect(gaps).toEqual([])

    const doubled = await query(`
      SELECT organization_id, subject, type FROM events WHERE type <> 'challenge.deadline_near'
      GROUP BY organization_id, subject, type HAVING count(*) > 1`)
    expect(doubled).toEqual([])

    // Beside the auditors a local desk registers for itself.
    const [{ events, wallets, users } = {}] = await query(`
      SELECT (SELECT count(*)::int FROM events) AS events,
        (SELECT count(*)::int FROM wallets WHERE user_id NOT IN (SELECT user_id FROM agents)) AS wallets,
        (SELECT count(*)::int FROM users WHERE id NOT IN (SELECT user_id FROM agents)) AS users`)
    expect(events).toBeGreaterThan(0)
    expect({ wallets, users }).toEqual({ wallets: 2, users: 2 })
  })
}

/**
 * Its bundle verifies, and the chain that stands confirms the anchor it names. A killed anvil forgets its last seconds, and
 * the desk finds that a few seconds later: until then a bundle may name a block that is gone, which is said to be broken.
 */
async function expectProvable({ id }: Deal): Promise<void> {
  const { receipt_id } = await creator.get<Challenge>(`/challenges/${id}`)
  await expect
    .poll(() => proofOf(receipt_id ?? ''), { timeout: 60_000, interval: 1_000 })
    .toEqual({ exit: 0, receipt: receipt_id, anchor: 'proven', broken: [] })
}

async function proofOf(receiptId: string) {
  const file = path.join(desk.dataDir, `${receiptId}.json`)
  writeFileSync(file, (await creator.call('GET', `/receipts/${receiptId}/bundle`)).text)
  const report = await verifyByCli(file, '--json', '--rpc', desk.rpcUrl, '--desk', desk.url)
  return {
    exit: report.exit,
    receipt: report.receipt_id,
    anchor: report.links.find(({ name }) => name === 'anchor')?.verdict,
    broken: report.links.filter(({ verdict }) => verdict === 'broken' || verdict === 'unverifiable'),
  }
}

/** What `countersign verify` prints; its exit code must be the report's. */
async function verifyByCli(...args: string[]): Promise<Report> {
  const command = ['--no-install', 'countersign', 'verify', ...args]
  const { code, stdout } = await promisify(execFile)('npx', command, { cwd: root }).then(
    ({ stdout }) => ({ code: 0, stdout }),
    (error: { code: number; stdout: string }) => error,
  )
  const report: Report = JSON.parse(stdout)
  expect(code).toBe(report.exit)
  return report
}
