import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { build } from 'esbuild'
import { createTestClient, http, parseEther } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { addLeaf } from '@/lib/anchor/add-leaf'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'

/** Beside the packages it imports. */
const BUILT = path.join(import.meta.dirname, '..', 'node_modules', '.cache', `worker-test-${process.pid}.mjs`)

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  const entryPoints = [path.join(import.meta.dirname, 'main.ts')]
  await build({ entryPoints, outfile: BUILT, bundle: true, platform: 'node', format: 'esm', packages: 'external' })
  fresh = await ownDesk({ ANCHOR_MAX_SECONDS: '1' })
  db = database()
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  const { address } = privateKeyToAccount(process.env.SUBMITTER_KEY_31337 as Hex)
  await anvil.setBalance({ address, value: parseEther('10') })
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
  rmSync(BUILT, { force: true })
})

const running: ChildProcess[] = []
afterEach(async () => {
  for (const worker of running.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue
    worker.kill('SIGKILL')
    await once(worker, 'exit')
  }
})

/** A worker as `npm start` has it: a child with a channel that says when it works. */
function startWorker(env: Record<string, string> = {}): ChildProcess {
  const worker = fork(BUILT, {
    execArgv: [],
    env: { ...process.env, LOG_LEVEL: 'silent', ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  running.push(worker)
  return worker
}
async function readyWorker(): Promise<ChildProcess> {
  const worker = startWorker()
  expect(await once(worker, 'message')).toEqual([{ type: 'ready' }, undefined])
  return worker
}
const exitOf = async (worker: ChildProcess) => (await once(worker, 'exit'))[0] as number | null

async function leaf(): Promise<Hex> {
  const id = `0x${randomBytes(32).toString('hex')}` as Hex
  await addLeaf(sqlOver(db.pool), { kind: 'receipt', id, now: new Date() })
  return id
}
const stateOf = async (id: Hex) =>
  (await db.prisma.anchorLeaf.findFirst({ where: { leaf: id }, include: { batch: true } }))?.batch?.state

describe('the worker', () => {
  it('says when it works, beats, and anchors what waits, without being told', async () => {
    await readyWorker()
    expect(await db.prisma.heartbeat.count({ where: { role: 'worker' } })).toBe(1)
    const id = await leaf()
    await expect.poll(() => stateOf(id), { timeout: 20_000 }).toBe('FINAL')
  })

  it('stops by itself on SIGTERM, on SIGINT and when its parent is gone', async () => {
    const stops = [
      (worker: ChildProcess) => worker.kill('SIGTERM'),
      (worker: ChildProcess) => worker.kill('SIGINT'),
      (worker: ChildProcess) => worker.disconnect(),
    ]
    const workers = await Promise.all(stops.map(readyWorker))
    const exits = workers.map(exitOf)
    for (const [index, stop] of stops.entries()) stop(workers[index] as ChildProcess)
    expect(await Promise.all(exits)).toEqual([0, 0, 0])
  })

  it('takes over what a killed one had under way', async () => {
    const first = await readyWorker()
    const id = await leaf()
    await expect.poll(() => stateOf(id), { timeout: 10_000, interval: 5 }).toMatch(/OPEN|SUBMITTED/)
    first.kill('SIGKILL')
    await exitOf(first)

    await readyWorker()
    await expect.poll(() => stateOf(id), { timeout: 20_000 }).toBe('FINAL')
  })

  it('does not start without its database, and says so by its exit', async () => {
    const worker = startWorker({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' })
    expect(await exitOf(worker)).toBe(1)
  })

  it('goes on when every connection to the database is cut', async () => {
    const worker = await readyWorker()
    await db.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    const id = await leaf().catch(leaf)
    await expect.poll(() => stateOf(id).catch(() => null), { timeout: 25_000 }).toBe('FINAL')
    expect(worker.exitCode).toBeNull()
  })
})
