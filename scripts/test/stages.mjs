import { readFileSync } from 'node:fs'
import path from 'node:path'
import { countCheck, countPlaywright, countVitest } from './counts.mjs'

const root = path.join(import.meta.dirname, '..', '..')

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[]} args of node
 * @property {Record<string, string>} [env]
 * @property {(endedWell: boolean) => import('./counts.mjs').Counts} count
 * @property {string} [report] a file the stage writes
 */

/**
 * Every stage of `npm test`, in order: the quick ones first.
 *
 * @param {string} folder for reports
 * @returns {Stage[]}
 */
export function listStages(folder) {
  return [
    check('client', [bin('prisma'), 'generate']),
    check('types', [bin('typescript', 'tsc'), '--noEmit']),
    check('lint', [bin('@biomejs/biome'), 'check', '--error-on-warnings']),
    check('unused', [bin('knip')]),
    vitest('unit', folder),
    vitest('integration', folder),
    check('build', [path.join(root, 'scripts', 'build.mjs')]),
    vitest('system', folder),
    playwright('e2e', folder),
  ]
}

function check(name, args) {
  return { name, args, count: countCheck }
}

function vitest(name, folder) {
  const report = path.join(folder, `${name}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  return {
    name,
    report,
    args: [bin('vitest'), 'run', '--project', name, ...reporters],
    count: () => countVitest(report),
  }
}

function playwright(name, folder) {
  const report = path.join(folder, `${name}.json`)
  return {
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
