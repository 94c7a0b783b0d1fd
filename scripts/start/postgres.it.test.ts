import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFamily } from './children.mjs'
import { startPostgres } from './postgres.mjs'

let folder: string
let family: ReturnType<typeof createFamily>
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'postgres-'))
})
afterEach(async () => {
  await family.stopAll()
  rmSync(folder, { recursive: true })
})

const cluster = () => path.join(folder, 'cluster')
const pidFile = () => path.join(cluster(), 'postmaster.pid')

async function start() {
  family = createFamily({ recordFile: path.join(folder, 'processes.json') })
  return startPostgres({ family, folder: cluster(), log: path.join(folder, 'postgres.log') })
}

async function query(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('Postgres', () => {
  it('loses nothing committed when it is killed', async () => {
    const first = await start()
    await query(first.url('postgres'), 'CREATE TABLE kept AS SELECT 7 AS value')
    first.child.process.kill('SIGKILL')
    await first.child.ended

    const { url } = await start()
    expect(await query(url('postgres'), 'TABLE kept')).toEqual([{ value: 7 }])
    expect(await query(url('postgres'), 'SHOW fsync')).toEqual([{ fsync: 'on' }])
  })

  it('lets nobody in without the password, which only the owner reads', async () => {
    const { url } = await start()
    const stranger = new URL(url('postgres'))
    stranger.password = 'guess'
    await expect(query(stranger.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  })

  it('takes the place of a server nobody remembers', async () => {
    const forgotten = await start()
    await query(forgotten.url('postgres'), 'CREATE TABLE kept ()')
    const { url } = await start()
    expect(await forgotten.child.ended).toBeNull()
    expect(await query(url('postgres'), 'TABLE kept')).toEqual([])
  })

  it('leaves a stranger alone that has the pid of a server long gone', async () => {
    await start()
    const left = readFileSync(pidFile(), 'utf8')
    await family.stopAll()
    writeFileSync(pidFile(), left.replace(/^\d+/, String(process.pid)))

    const { url } = await start()
    expect(await query(url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })
})
