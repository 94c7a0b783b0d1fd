import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { releaseLock, takeLock } from './lock-file.mjs'
import { nameProcess } from './processes.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const lock = () => path.join(folder, 'deep', 'lock.json')

it('is taken once, until it is let go', () => {
  expect(takeLock(lock())).toBe(true)
  expect(JSON.parse(readFileSync(lock(), 'utf8'))).toEqual(nameProcess(process.pid))
  expect(takeLock(lock())).toBe(false)
  releaseLock(lock())
  expect(takeLock(lock())).toBe(true)
})

it('passes on from a process that is gone', () => {
  const module = path.join(import.meta.dirname, 'lock-file.mjs')
  const script = `import('${module}').then(({ takeLock }) => console.log(takeLock('${lock()}')))`
  expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' })).toBe('true\n')
  expect(takeLock(lock())).toBe(true)
})

it('passes on from a pid that belongs to another process by now', () => {
  expect(takeLock(lock())).toBe(true)
  writeFileSync(lock(), JSON.stringify({ pid: process.pid, started: 'at another time' }))
  expect(takeLock(lock())).toBe(true)
})
