import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkInvariants, compareGas, gasOf, readForgeReport } from './forge-report.mjs'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'forge-report-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const metrics = { 'test/Handler.sol:Handler.open': { calls: 100, reverts: 0, discards: 0 } }
const passing = { status: 'Success', reason: null, counterexample: null, kind: { Unit: { gas: 1 } }, gas_snapshots: {} }
const invariant = { ...passing, kind: { Invariant: { runs: 2, calls: 1000, reverts: 0, metrics } } }

function read(test_results: object) {
  const file = path.join(folder, 'forge.log')
  const report = JSON.stringify({ 'test/Open.t.sol:OpenTest': { duration: '1s', test_results } })
  writeFileSync(file, `{"timestamp":1,"event":"failure"}\n${report}\n`)
  return readForgeReport(file)
}

describe('readForgeReport', () => {
  it('takes each test, and why it failed', () => {
    const failing = { ...passing, status: 'Failure', reason: 'balance: 1 != 2', counterexample: { Single: 7 } }
    const tests = read({ 'test_A()': passing, 'test_B()': failing })
    expect(tests.map(({ name, passed, why }) => ({ name, passed, why }))).toEqual([
      { name: 'test_A()', passed: true, why: '' },
      { name: 'test_B()', passed: false, why: 'balance: 1 != 2, found with {"Single":7}' },
    ])
  })

  it('is empty when forge did not get as far', () => {
    expect(readForgeReport(path.join(folder, 'none'))).toEqual([])
    writeFileSync(path.join(folder, 'broken'), 'Error: Compiler run failed\n')
    expect(readForgeReport(path.join(folder, 'broken'))).toEqual([])
  })
})

describe('checkInvariants', () => {
  const demanded = { calls: 1000, mostReverts: 0.3 }

  it('is content with enough calls and few reverts', () => {
    expect(checkInvariants(read({ 'invariant_A()': invariant }), demanded)).toEqual([])
  })
  it('counts calls, and reverts handler by handler', () => {
    const tests = read({ 'invariant_A()': invariant })
    expect(checkInvariants(tests, { ...demanded, calls: 1001 })).toEqual(['invariant_A() made 1000 calls and not 1001'])
    tests[0]?.handlers['Handler.open'] && Object.assign(tests[0].handlers['Handler.open'], { reverts: 30 })
    expect(checkInvariants(tests, demanded)).toEqual(['Handler.open reverted in 30 of 100 calls'])
  })
  it('misses a handler that was never called, and invariants altogether', () => {
    const idle = { 'test/Handler.sol:Handler.open': { calls: 0, reverts: 0 } }
    const tests = read({ 'invariant_A()': { ...passing, kind: { Invariant: { calls: 1000, metrics: idle } } } })
    expect(checkInvariants(tests, demanded)).toEqual(['Handler.open reverted in 0 of 0 calls'])
    expect(checkInvariants(read({ 'test_A()': passing }), demanded)).toEqual(['no invariant was tested'])
  })
})

it('compareGas names what changed, came and went', () => {
  const tests = read({ 'test_A()': { ...passing, gas_snapshots: { escrow: { open: '10', join: '20' } } } })
  expect(compareGas(gasOf(tests), { open: '10', join: '20' })).toEqual([])
  expect(compareGas(gasOf(tests), { open: '11', settle: '5' })).toEqual([
    'join takes 20 gas now, and none is written down',
    'open takes 10 gas now, and 11 is written down',
    'settle takes no gas now, and 5 is written down',
  ])
})
