import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** What no build reads. Anything new in the repository counts as a source until it is named here. */
const elsewhere = new Set([
  'bench',
  'contracts',
  'coverage',
  'dist',
  'docs',
  'e2e',
  'knip.json',
  'biome.json',
  'next-env.d.ts',
  'node_modules',
  'playwright-report',
  'playwright.config.ts',
  'prisma/migrations',
  'lib/db/generated',
  'scripts',
  'test',
  'test-results',
  'vitest.config.ts',
])
const NOT_BUILT = /(^\.|\.(test|fixture)\.tsx?$|\.md$|\.log$|\.tsbuildinfo$)/

/**
 * One hash over the names and contents of every source of the build.
 *
 * @param {string} root
 * @param {string[]} [besides] folders under the root that hold no sources
 */
export function fingerprintSources(root, besides = []) {
  const hash = createHash('sha256')
  const skipped = new Set(besides.map((folder) => path.relative(root, folder)))
  for (const file of listFiles(root, '', skipped)) {
    hash.update(`${file}\0`)
    hash.update(readFileSync(path.join(root, file)))
    hash.update('\0')
  }
  return hash.digest('hex')
}

function listFiles(root, folder, skipped) {
  const entries = readdirSync(path.join(root, folder), { withFileTypes: true })
  const found = entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .filter(({ name }) => !NOT_BUILT.test(name))
    .map((entry) => ({ entry, place: path.posix.join(folder, entry.name) }))
    .filter(({ place }) => !elsewhere.has(place) && !skipped.has(place))

  return found.flatMap(({ entry, place }) => {
    if (entry.isDirectory()) return listFiles(root, place, skipped)
    return entry.isFile() ? [place] : []
  })
}
