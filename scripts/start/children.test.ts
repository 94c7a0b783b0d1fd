import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFamily, Stopped, stopLeftovers, waitUntilReady } from './children.mjs'
import { isRunning, nameProcess } from './processes.mjs'

let folder: string
let deaths: string[]
let family: ReturnType<typeof createFamily>
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'family-'))
  deaths = []
  family = createFamily({ recordFile: recordFile(), onDeath: (child, how) => deaths.push(`${child.spec.name} ${how}`) })
})
afterEach(async () => {
  await family.stopAll()
  rmSync(folder, { recursive: true })
})

const recordFile = () => path.join(folder, 'processes.json')
const log = () => path.join(folder, 'child.log')
const readRecord = () => JSON.parse(readFileSync(recordFile(), 'utf8'))
const program = (name: string, script: string) => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  log: log(),
})
const FOREVER = 'setInterval(() => {}, 1000)'
const READY = "process.send({ type: 'ready', port: 7 }); process.on('disconnect', () => process.exit(0));"

describe('a family', () => {
  it('writes down who lives, and forgets who ended', async () => {
    const child = family.start(program('One', FOREVER))
    expect(readRecord()).toEqual([{ name: 'One', ...nameProcess(child.process.pid ?? 0) }])
    await family.stop(child)
    expect(readRecord()).toEqual([])
  })

  it('tells of a guarded child’s death, and of no other', async () => {
    const guarded = family.start(program('Guarded', FOREVER))
    const other = family.start(program('Other', FOREVER))
    family.guard(guarded)
    for (const child of [guarded, other]) child.process.kill('SIGKILL')
    await Promise.all([guarded.ended, other.ended])
    expect(deaths).toEqual(['Guarded was ended by SIGKILL'])
  })

  it('stops the youngest first, each with its own signal, and starts nobody after', async () => {
    const listening = (signal: string, word: string) =>
      `process.on('${signal}', () => { console.log('${word}'); process.exit(0) }); ${READY.replace('disconnect', 'x')} ${FOREVER}`
    const first = family.start({ ...program('First', listening('SIGINT', 'first')), ipc: true, stopSignal: 'SIGINT' })
    const second = family.start({ ...program('Second', listening('SIGTERM', 'second')), ipc: true })
    for (const child of [first, second]) family.guard(child)
    await Promise.all([first, second].map(waitUntilReady))

    await family.stopAll()
    expect(readFileSync(log(), 'utf8')).toBe('second\nfirst\n')
    expect(deaths).toEqual([])
    expect(() => family.start(program('Late', ''))).toThrow(Stopped)
  })

  it('lets a child do its last work while it lives', async () => {
    const seen: boolean[] = []
    const child = family.start({
      ...program('One', FOREVER),
      beforeStop: async () => void seen.push(!child.hasEnded()),
    })
    await family.stopAll()
    expect(seen).toEqual([true])
  })

  it('runs a command to its end and quotes what it wrote when it fails, not what another wrote before', async () => {
    writeFileSync(log(), 'old words\n')
    await family.run(program('Well', 'process.exit(0)'))
    const failing = family.run(program('Ill', "console.error('no room'); process.exit(3)"))
    await expect(failing).rejects.toThrow(`Ill ended with code 3. The end of ${log()}:\nno room`)
  })

  it('says what could not be started', async () => {
    const absent = { name: 'Absent', command: path.join(folder, 'absent'), ipc: true }
    await expect(family.run(absent)).rejects.toThrow('Absent could not be started')
  })
})

describe('waitUntilReady', () => {
  it('takes the child’s own word', async () => {
    const child = family.start({ ...program('One', READY), ipc: true })
    expect(await waitUntilReady(child)).toEqual({ type: 'ready', port: 7 })
  })
  it('fails with one that ends before', async () => {
    const child = family.start({ ...program('One', 'process.exit(0)'), ipc: true })
    await expect(waitUntilReady(child)).rejects.toThrow('One ended before it was ready.')
  })
})

describe('stopLeftovers', () => {
  it('ends what a killed start left, and no stranger with the same pid', async () => {
    const left = family.start(program('Left', FOREVER))
    const [entry] = readRecord()
    writeFileSync(
      recordFile(),
      JSON.stringify([entry, { ...nameProcess(process.pid), name: 'Us', started: 'earlier' }]),
    )

    expect(await stopLeftovers(recordFile())).toEqual(['Left'])
    expect(isRunning(entry)).toBe(false)
    await left.ended
  })
  it('has nothing to do where nothing is written', async () => {
    expect(await stopLeftovers(path.join(folder, 'none.json'))).toEqual([])
  })
})
