import { readFileSync } from 'node:fs'
import path from 'node:path'
import { countCheck, countForge, countPlaywright, countVitest } from './counts.mjs'
import { failedInPlaywright, failedInVitest } from './failures.mjs'

const root = path.join(import.meta.dirname, '..', '..')

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} after the stages it waits for, listed before it
 * @property {string[]} args of node
 * @property {Record<string, string>} [env]
 * @property {(endedWell: boolean) => import('./counts.mjs').Counts} count
 * @property {() => string[]} [failures] what its report says of each test that failed
 * @property {string} [report] a file the stage writes
 */

/**
 * Every stage of `npm test`. Two rows of them run side by side, since what starts services mostly waits for them, and so
 * do browsers. Whole desks come last: beside anything else they would only make both slow, and late.
 *
 * @param {string} folder for reports
 * @returns {Stage[]}
 */
export function listStages(folder) {
  return [
    check('client', [], [bin('prisma'), 'generate']),
    // Several checkers would each work out the same types again, beside a build that needs the other core.
    check('types', ['client'], [bin('typescript', 'tsc'), '--noEmit', '--singleThreaded']),
    check('build', ['client'], [path.join(root, 'scripts', 'build.mjs')]),
    playwright('e2e', ['build'], folder),
    check('lint', ['types'], [bin('@biomejs/biome'), 'check', '--error-on-warnings']),
    check('unused', ['lint'], [bin('knip')]),
    vitest('unit', ['unused'], folder),
    contracts('contracts', ['unit'], folder),
    vitest('integration', ['contracts'], folder),
    vitest('system', ['e2e', 'integration'], folder),
  ]
}

function check(name, after, args) {
  return { name, after, args, count: countCheck }
}

function contracts(name, after, folder) {
  const report = path.join(folder, 'forge.json')
  return {
    name,
    after,
    report,
    args: [path.join(root, 'scripts', 'test-contracts.mjs'), report],
    count: () => countForge(report),
  }
}

function vitest(name, after, folder) {
  const report = path.join(folder, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return {
    name,
    after,
    report,
    args: [bin('vitest'), 'run', '--project', name, ...reporters],
    count: () => countVitest(report),
    failures: () => failedInVitest(report),
  }
}

function playwright(name, after, folder) {
  const report = path.join(folder, `${name}.json`)
  return {
    name,
    after,
    report,
    args: [bin('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count: () => countPlaywright(report),
    failures: () => failedInPlaywright(report),
  }
}

/** The file behind a package's command, so that no shell and no npx stands between. */
function bin(name, command = path.basename(name)) {
  const folder = path.join(root, 'node_modules', name)
  const named = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).bin
  return path.join(folder, typeof named === 'string' ? named : named[command])
}
