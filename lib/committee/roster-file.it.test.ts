import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { openDesk } from '@/lib/desk/open-desk'
import { ownDesk } from '@/test/desk-environment'
import { anonymous } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { currentRoster } from './load-roster'

const folder = mkdtempSync(path.join(tmpdir(), 'countersign-roster-'))
const file = path.join(folder, 'roster.json')
const ADA = `0x${'ad'.repeat(20)}`

let desk: TestDatabase
beforeAll(async () => {
  desk = await ownDesk({ ROSTER_FILE: file })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
  rmSync(folder, { recursive: true })
})

it('keeps the desk closed while it cannot be used, and is the roster once it can', async () => {
  await expect(openDesk()).rejects.toThrow(`ROSTER_FILE names ${file}, which cannot be read.`)
  writeFileSync(file, JSON.stringify([{ address: ADA, weight: 0 }]))
  await expect(openDesk()).rejects.toThrow('has the weight 0')
  expect(await database().prisma.heartbeat.count()).toBe(0)

  writeFileSync(file, JSON.stringify([{ address: ADA, weight: 7 }]))
  const close = await openDesk()
  close()
  expect((await currentRoster(anonymous())).rows).toMatchObject([{ id: ADA, weight: 7n }])
})
