import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { isRunning, nameProcess, readCommandLine, stopProcess } from './processes.mjs'

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

async function start(script: string) {
  const child = spawn(process.execPath, ['-e', `${script}; process.stdout.write('up'); setInterval(() => {}, 1000)`], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  children.push(child)
  await once(child.stdout, 'data')
  const name = nameProcess(child.pid ?? 0)
  if (!name) throw new Error('it should run')
  return { child, name, ended: once(child, 'exit') }
}

describe('a process by name', () => {
  it('runs until it ends', async () => {
    const { child, name, ended } = await start('')
    expect(isRunning(name)).toBe(true)
    child.kill('SIGKILL')
    await ended
    expect(isRunning(name)).toBe(false)
    expect(nameProcess(name.pid)).toBeNull()
  })
  it('is not another one that got its pid', async () => {
    const { name } = await start('')
    expect(isRunning({ ...name, started: `${name.started}0` })).toBe(false)
  })
  it('keeps its name while it runs', () => {
    expect(nameProcess(process.pid)).toEqual(nameProcess(process.pid))
  })
  it('is known by its command line', () => {
    expect(readCommandLine(process.pid).join(' ')).toContain('node')
    expect(readCommandLine(2 ** 30)).toEqual([])
  })
})

describe('stopProcess', () => {
  it('sends the signal and waits for the end', async () => {
    const { name, ended } = await start("process.on('SIGINT', () => process.exit(7))")
    await stopProcess(name, { signal: 'SIGINT' })
    expect(await ended).toEqual([7, null])
  })
  it('ends by force what does not listen', async () => {
    const { name, ended } = await start("process.on('SIGTERM', () => {})")
    await stopProcess(name, { graceMs: 100 })
    expect(await ended).toEqual([null, 'SIGKILL'])
  })
  it('leaves a stranger alone', async () => {
    const { name } = await start('')
    await stopProcess({ ...name, started: 'at another time' })
    expect(isRunning(name)).toBe(true)
  })
})
