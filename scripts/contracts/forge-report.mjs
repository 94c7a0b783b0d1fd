import { readFileSync } from 'node:fs'

/**
 * @typedef {object} ForgeTest
 * @property {string} suite
 * @property {string} name
 * @property {boolean} passed
 * @property {string} why it failed
 * @property {Record<string, { calls: number, reverts: number }>} handlers of an invariant
 * @property {number} calls of an invariant
 * @property {boolean} isInvariant
 * @property {Record<string, string>} gas by the operation's name
 */

/**
 * @param {string} file what `forge test --json` wrote: other lines may stand before the report
 * @returns {ForgeTest[]} none when forge did not get as far as testing
 */
export function readForgeReport(file) {
  const line = readText(file)
    .split('\n')
    .find((text) => text.startsWith('{') && text.includes('"test_results"'))
  if (!line) return []

  return Object.entries(JSON.parse(line)).flatMap(([suite, { test_results }]) =>
    Object.entries(test_results).map(([name, result]) => toTest(suite, name, result)),
  )
}

/**
 * What is wrong with the report itself, although every test passed.
 *
 * @param {ForgeTest[]} tests
 * @param {{ calls: number, mostReverts: number }} demanded of each invariant; `mostReverts` as a part of a handler's calls
 * @returns {string[]}
 */
export function checkInvariants(tests, { calls, mostReverts }) {
  const invariants = tests.filter(({ isInvariant }) => isInvariant)
  if (invariants.length === 0) return ['no invariant was tested']

  return invariants.flatMap((test) => [
    ...(test.calls < calls ? [`${test.name} made ${test.calls} calls and not ${calls}`] : []),
    ...Object.entries(test.handlers)
      .filter(([, handler]) => handler.reverts >= handler.calls * mostReverts)
      .map(([name, handler]) => `${name} reverted in ${handler.reverts} of ${handler.calls} calls`),
  ])
}

/**
 * @param {Record<string, string>} measured
 * @param {Record<string, string>} written
 * @returns {string[]} what differs, in sentences
 */
export function compareGas(measured, written) {
  const names = [...new Set([...Object.keys(measured), ...Object.keys(written)])].sort()
  return names
    .filter((name) => measured[name] !== written[name])
    .map((name) => `${name} takes ${measured[name] ?? 'no'} gas now, and ${written[name] ?? 'none'} is written down`)
}

/** @param {ForgeTest[]} tests */
export const gasOf = (tests) => Object.assign({}, ...tests.map(({ gas }) => gas))

function toTest(suite, name, { status, reason, counterexample, kind, gas_snapshots }) {
  const { calls = 0, metrics = {} } = kind.Invariant ?? {}
  const example = counterexample ? `, found with ${JSON.stringify(counterexample)}` : ''
  return {
    suite,
    name,
    passed: status === 'Success',
    why: status === 'Success' ? '' : `${reason ?? status}${example}`,
    isInvariant: Boolean(kind.Invariant),
    calls,
    handlers: Object.fromEntries(Object.entries(metrics).map(([full, counts]) => [full.split(':').at(-1), counts])),
    gas: Object.assign({}, ...Object.values(gas_snapshots ?? {})),
  }
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return ''
    throw error
  }
}
