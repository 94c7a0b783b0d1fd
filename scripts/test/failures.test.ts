import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { failedInPlaywright, failedInVitest } from './failures.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'failures-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function report(content: unknown) {
  const file = path.join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

it('names what failed in vitest, with the beginning of why, and a file that could not be loaded', () => {
  const reason = Array.from({ length: 90 }, (_, line) => `line ${line}`).join('\n')
  const failed = {
    status: 'failed',
    fullName: 'a deal ends',
    failureMessages: [`\u001B[31mError\u001B[39m: no\n${reason}`],
  }
  const testResults = [
    { name: 'a.test.ts', status: 'passed', assertionResults: [{ status: 'passed', fullName: 'fine' }] },
    { name: 'b.test.ts', status: 'failed', assertionResults: [{ status: 'passed', fullName: 'fine' }, failed] },
    { name: 'c.test.ts', status: 'failed', message: 'Cannot find module', assertionResults: [] },
  ]
  const [one, other, ...none] = failedInVitest(report({ testResults }))
  expect(one).toMatch(/^✗ b\.test\.ts › a deal ends\n {4}Error: no\n {4}line 0\n/)
  expect(one?.split('\n').length).toBeLessThan(40)
  expect(other).toBe('✗ c.test.ts\n    Cannot find module')
  expect(none).toEqual([])
})

it('names what failed in the browser, and what passed only when tried again', () => {
  const spec = (title: string, status: string, ...messages: string[]) => ({
    ...{ title, file: 'fire.spec.ts', line: 35 },
    tests: [{ status, results: messages.map((message) => ({ errors: [{ message }] })) }],
  })
  const inner = { specs: [spec('again', 'flaky', 'slow')] }
  const suites = [{ specs: [spec('fine', 'expected'), spec('bad', 'unexpected', 'no')], suites: [inner] }]
  expect(failedInPlaywright(report({ suites }))).toEqual([
    '✗ fire.spec.ts:35 › bad\n    no',
    '✗ fire.spec.ts:35 › again\n    slow',
  ])
})

it('knows nothing without a report', () => {
  const none = path.join(folder, 'none.json')
  expect([failedInVitest(none), failedInPlaywright(none)]).toEqual([[], []])
})
