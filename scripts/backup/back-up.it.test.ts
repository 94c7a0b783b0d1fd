import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFamily } from '@/scripts/start/children.mjs'
import { startPostgres } from '@/scripts/start/postgres.mjs'
import { backUp } from './back-up.mjs'

let folder: string
let family: ReturnType<typeof createFamily>
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'backup-'))
  family = createFamily({ recordFile: path.join(folder, 'processes.json') })
})
afterEach(async () => {
  await family.stopAll()
  rmSync(folder, { recursive: true })
})

const inside = (...names: string[]) => path.join(folder, ...names)
const start = async (data: string) => {
  mkdirSync(inside(data), { recursive: true })
  return startPostgres({ family, folder: inside(data, 'postgres'), log: inside(`${data}.log`) })
}
async function connect(url: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}
const numbersIn = async (url: string) => {
  const client = await connect(url)
  const { rows } = await client.query<{ n: number }>('SELECT n FROM kept ORDER BY n')
  await client.end()
  return rows.map(({ n }) => n)
}

describe('a backup', () => {
  it('of a desk that runs and writes holds everything up to a moment while it was made, and starts by itself', async () => {
    const { url, child } = await start('data')
    writeFileSync(inside('data', 'secrets.json'), '{}')
    writeFileSync(inside('data', 'instance.json'), '{}')
    mkdirSync(inside('data', 'chain'))
    writeFileSync(inside('data', 'chain', 'state'), 'x')

    const writer = await connect(url('postgres'))
    await writer.query('CREATE TABLE kept (n integer, ballast text)')
    let last = 0
    let isWriting = true
    const writing = (async () => {
      while (isWriting) {
        await writer.query(`INSERT INTO kept VALUES ($1, repeat('x', 3000))`, [++last])
        if (last % 50 === 0) await writer.query('CHECKPOINT')
      }
    })()
    await expect.poll(() => last).toBeGreaterThan(60)
    const before = last
    expect(await backUp({ dataFolder: inside('data'), to: inside('copy') })).toEqual({ running: true })
    const after = last
    isWriting = false
    await writing
    await writer.end()
    child.process.kill('SIGKILL')
    await child.ended

    const copy = await start('copy')
    const numbers = await numbersIn(copy.url('postgres'))
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, n) => n + 1))
    expect(numbers.length).toBeGreaterThanOrEqual(before)
    expect(numbers.length).toBeLessThanOrEqual(after + 1)
    expect(existsSync(inside('copy', 'instance.json'))).toBe(false)
    expect(existsSync(inside('copy', 'secrets.json')) && existsSync(inside('copy', 'chain', 'state'))).toBe(true)
    expect(statSync(inside('copy')).mode & 0o077).toBe(0)
  })

  it('of a desk that is stopped is a copy', async () => {
    const { url, child } = await start('data')
    const client = await connect(url('postgres'))
    await client.query('CREATE TABLE kept AS SELECT 7 AS n')
    await client.end()
    child.process.kill('SIGINT')
    await child.ended

    expect(await backUp({ dataFolder: inside('data'), to: inside('copy') })).toEqual({ running: false })
    const copy = await start('copy')
    expect(await numbersIn(copy.url('postgres'))).toEqual([7])
  })

  it('is not made over something, inside itself, or of nothing', async () => {
    mkdirSync(inside('data', 'postgres'), { recursive: true })
    mkdirSync(inside('taken'))
    const dataFolder = inside('data')
    await expect(backUp({ dataFolder, to: inside('taken') })).rejects.toThrow('is there already')
    await expect(backUp({ dataFolder, to: inside('data', 'copy') })).rejects.toThrow('helps nobody')
    await expect(backUp({ dataFolder: inside('none'), to: inside('copy') })).rejects.toThrow('nothing to back up')
  })
})
