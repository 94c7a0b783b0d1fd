/**
 * Tests the contracts: the lists of cases against the tests, the tests themselves by forge, and what they cost against
 * contracts/snapshots. `--write-gas` writes down what they cost now. A file named after that takes forge's report.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { checkInvariants, compareGas, gasOf, readForgeReport } from './contracts/forge-report.mjs'
import { compareTree } from './contracts/trees.mjs'
import { runErrand } from './start/errand.mjs'
import { readJson, writeJson } from './start/files.mjs'
import { findFoundry } from './start/foundry.mjs'

const root = path.join(import.meta.dirname, '..')
const operations = path.join(root, 'contracts', 'test', 'operations')
const snapshot = path.join(root, 'contracts', 'snapshots', 'escrow.json')
const demanded = { calls: 256 * 500, mostReverts: 0.3 }

const writesGas = process.argv.includes('--write-gas')
const [report = path.join(root, 'test-results', 'forge.json')] = process.argv
  .slice(2)
  .filter((it) => !it.startsWith('-'))

await runErrand(async (family) => {
  const ending = await runForge(family)
  const tests = readForgeReport(report)
  if (tests.length === 0) throw new Error(`forge ${ending ?? 'tested nothing'}:\n${readFileSync(report, 'utf8')}`)

  if (writesGas) writeJson(snapshot, sortKeys(gasOf(tests)))
  const complaints = [
    ...checkTrees(),
    ...tests.filter(({ passed }) => !passed).map(({ suite, name, why }) => `${suite} ${name}: ${why}`),
    ...checkInvariants(tests, demanded),
    ...checkBytecode(),
    ...compareGas(gasOf(tests), readJson(snapshot) ?? {}),
  ]
  for (const complaint of complaints) console.log(`✗ ${complaint}`)
  console.log(`${tests.length} tests, ${complaints.length} complaints`)
  if (complaints.length > 0 || ending) process.exitCode = 1
})

/** @returns {Promise<string | null>} how forge ended, when not well */
async function runForge(family) {
  mkdirSync(path.dirname(report), { recursive: true })
  rmSync(report, { force: true })
  const env = { ...process.env, FOUNDRY_DISABLE_NIGHTLY_WARNING: '1' }
  const args = ['test', '--json']
  return family.start({ name: 'forge', command: findFoundry('forge'), args, cwd: root, env, log: report }).ended
}

function checkTrees() {
  const names = [...new Set(readdirSync(operations).map((file) => file.split('.')[0]))]
  return names.flatMap((name) => {
    const [tree, solidity] = [`${name}.tree`, `${name}.t.sol`].map((file) => readText(path.join(operations, file)))
    return compareTree(tree, solidity).map((complaint) => `${name}: ${complaint}`)
  })
}

/** The escrow that forge tested and measured is, byte for byte, the one that is deployed. */
function checkBytecode() {
  const tested = readJson(path.join(root, 'contracts', 'out', 'ChallengeEscrow.sol', 'ChallengeEscrow.json'))
  const deployed = readJson(path.join(root, 'lib', 'chain', 'abi', 'challenge-escrow.json'))
  if (tested.bytecode.object === deployed.bytecode) return []
  return ['forge tested another bytecode than lib/chain/abi has: run node scripts/build-contracts.mjs']
}

function readText(file) {
  return readFileSync(file, 'utf8')
}

const sortKeys = (object) => Object.fromEntries(Object.entries(object).sort(([a], [b]) => a.localeCompare(b)))
