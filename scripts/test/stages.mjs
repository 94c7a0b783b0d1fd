import { readFileSync } from 'node:fs'
import path from 'node:path'
import { countCheck, countForge, countPlaywright, countVitest } from './counts.mjs'

const root = path.join(import.meta.dirname, '..', '..')

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {'begin' | 'one' | 'two'} lane see `listStages`
 * @property {string[]} args of node
 * @property {Record<string, string>} [env]
 * @property {(endedWell: boolean) => import('./counts.mjs').Counts} count
 * @property {string} [report] a file the stage writes
 */

/**
 * Every stage of `npm test`. Those of a lane run one after the other, in this order. The lanes `one` and `two` run side by
 * side: what starts services mostly waits for them, and so do browsers and the tests of whole desks.
 *
 * @param {string} folder for reports
 * @returns {Stage[]}
 */
export function listStages(folder) {
  return [
    check('begin', 'client', [bin('prisma'), 'generate']),
    check('begin', 'types', [bin('typescript', 'tsc'), '--noEmit']),
    check('one', 'build', [path.join(root, 'scripts', 'build.mjs')]),
    vitest('one', 'integration', folder),
    playwright('one', 'e2e', folder),
    check('two', 'lint', [bin('@biomejs/biome'), 'check', '--error-on-warnings']),
    check('two', 'unused', [bin('knip')]),
    vitest('two', 'unit', folder),
    contracts('two', folder),
    vitest('two', 'system', folder),
  ]
}

function check(lane, name, args) {
  return { lane, name, args, count: countCheck }
}

function contracts(lane, folder) {
  const report = path.join(folder, 'forge.json')
  return {
    lane,
    name: 'contracts',
    report,
    args: [path.join(root, 'scripts', 'test-contracts.mjs'), report],
    count: () => countForge(report),
  }
}

function vitest(lane, name, folder) {
  const report = path.join(folder, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return {
    lane,
    name,
    report,
    args: [bin('vitest'), 'run', '--project', name, ...reporters],
    count: () => countVitest(report),
  }
}

function playwright(lane, name, folder) {
  const report = path.join(folder, `${name}.json`)
  return {
    lane,
    name,
    report,
    args: [bin('@playwright/test', 'playwright'), 'test', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: report },
    count: () => countPlaywright(report),
  }
}

/** The file behind a package's command, so that no shell and no npx stands between. */
function bin(name, command = path.basename(name)) {
  const folder = path.join(root, 'node_modules', name)
  const named = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')).bin
  return path.join(folder, typeof named === 'string' ? named : named[command])
}
