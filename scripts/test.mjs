/**
 * `npm test`: every check and every test there is. `npm test -- unit lint` runs the named stages only. The last line
 * is `N passed, N failed`.
 */
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { runErrand } from './start/errand.mjs'
import { ensureInstalled } from './start/install.mjs'
import { inWorkshop } from './start/workshop.mjs'

const root = path.join(import.meta.dirname, '..')
const folder = path.join(root, 'test-results', 'npm-test')
const say = (line) => console.log(line)

await runErrand(async (family) => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  await inWorkshop(root, say, () => ensureInstalled({ family, root, log: path.join(folder, 'install.log'), say }))

  const { runStages } = await import('./test/run-stages.mjs')
  const { passed, failed } = await runStages({ family, root, folder, say, names: process.argv.slice(2) })
  if (failed > 0) process.exitCode = 1
  say(`${passed} passed, ${failed} failed`)
})
