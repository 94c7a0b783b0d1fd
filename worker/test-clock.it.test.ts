import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { millisecondsAhead, setMillisecondsAhead } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { advanceClock } from '@/lib/desk/advance-clock'
import { openDesk } from '@/lib/desk/open-desk'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { ownDesk } from '@/test/desk-environment'
import { ENOUGH, gatekeeperBody, sentChallenge } from '@/test/factories/challenges'
import { person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'

/** Beside the packages it imports. */
const BUILT = path.join(import.meta.dirname, '..', 'node_modules', '.cache', `clock-test-${process.pid}.mjs`)
const folder = mkdtempSync(path.join(tmpdir(), 'worker-clock-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json') })

let fresh: TestDatabase
let worker: ChildProcess
let close: () => void
beforeAll(async () => {
  // A chain of this file's own: the others' time must stay.
  const anvil = await startAnvil({ family, log: path.join(folder, 'anvil.log') })
  fresh = await ownDesk({ RPC_31337: anvil.url, COUNTERSIGN_TEST_CLOCK: '1' })
  const entryPoints = [path.join(import.meta.dirname, 'main.ts')]
  await build({ entryPoints, outfile: BUILT, bundle: true, platform: 'node', format: 'esm', packages: 'external' })

  close = await openDesk()
  worker = fork(BUILT, {
    execArgv: [],
    env: { ...process.env, LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(worker, 'message')
})
afterAll(async () => {
  close()
  worker.kill('SIGKILL')
  await once(worker, 'exit')
  setMillisecondsAhead(0)
  await database().close()
  await fresh.drop()
  await family.stopAll()
  rmSync(BUILT, { force: true })
  rmSync(folder, { recursive: true })
})

it('ends what waited for three days a moment after the clock was put forward, in another process', async () => {
  const { prisma, pool } = database()
  const { id } = await sentChallenge(await person(), gatekeeperBody(ENOUGH))
  const statusOf = async () => (await prisma.challenge.findUniqueOrThrow({ where: { id } })).status
  await advanceClock({ pool }, { advance_seconds: 71 * 3_600 })
  await new Promise((resolve) => setTimeout(resolve, 5_000))
  expect(await statusOf()).toBe('AWAITING_COUNTERPARTY')

  await advanceClock({ pool }, { advance_seconds: 3_600 })
  await expect.poll(statusOf, { timeout: 20_000 }).toBe('EXPIRED')
  expect(await prisma.downtime.count()).toBe(0)
  const { endedAt } = await prisma.challenge.findUniqueOrThrow({ where: { id } })
  expect(Number(endedAt) - Date.now()).toBeGreaterThan(71.9 * 3_600_000)
  expect(millisecondsAhead()).toBe(72 * 3_600_000)
})
