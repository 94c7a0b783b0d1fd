import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { countCheck, countForge, countPlaywright, countVitest, judge } from './counts.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'counts-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function report(content: unknown) {
  const file = path.join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

it('a check counts as one', () => {
  expect(countCheck(true)).toEqual({ passed: 1, failed: 0 })
  expect(countCheck(false)).toEqual({ passed: 0, failed: 1 })
})

describe('countVitest', () => {
  const testResults = [
    { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
    { status: 'failed', assertionResults: [{ status: 'passed' }, { status: 'failed' }] },
  ]

  it('takes the tests', () => {
    const file = report({ numPassedTests: 3, numFailedTests: 1, testResults })
    expect(countVitest(file)).toEqual({ passed: 3, failed: 1 })
  })
  it('counts a file that could not be loaded', () => {
    const broken = { status: 'failed', assertionResults: [] }
    const file = report({ numPassedTests: 3, numFailedTests: 1, testResults: [...testResults, broken] })
    expect(countVitest(file)).toEqual({ passed: 3, failed: 2 })
  })
  it('knows nothing without a report', () => {
    expect(countVitest(path.join(folder, 'none.json'))).toEqual({ passed: 0, failed: 0 })
  })
})

it('countPlaywright takes a test that needed a second try for a failure', () => {
  const file = report({ stats: { expected: 5, unexpected: 2, flaky: 1, skipped: 4 } })
  expect(countPlaywright(file)).toEqual({ passed: 5, failed: 3 })
})

it('countForge takes the tests of every suite', () => {
  const [good, bad] = ['Success', 'Failure'].map((status) => ({ status, kind: { Unit: {} } }))
  const file = report({
    'A.t.sol:A': { test_results: { one: good, two: bad } },
    'B.t.sol:B': { test_results: { three: good } },
  })
  expect(countForge(file)).toEqual({ passed: 2, failed: 1 })
  expect(countForge(path.join(folder, 'none'))).toEqual({ passed: 0, failed: 0 })
})

describe('judge', () => {
  it.each([
    ['all well', { passed: 3, failed: 0 }, true, { passed: 3, failed: 0 }],
    ['failures in the report', { passed: 3, failed: 2 }, false, { passed: 3, failed: 2 }],
    ['a bad end without a failure', { passed: 3, failed: 0 }, false, { passed: 3, failed: 1 }],
    ['no test at all', { passed: 0, failed: 0 }, true, { passed: 0, failed: 1 }],
  ])('%s', (_, counts, endedWell, judged) => {
    expect(judge(counts, endedWell)).toEqual(judged)
  })
})
