import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** What the build reads, at the top of the repository. */
export const sources = [
  'app',
  'components',
  'lib',
  'instrumentation.ts',
  'middleware.ts',
  'next.config.ts',
  'package-lock.json',
  'package.json',
  'postcss.config.mjs',
  'prisma',
  'public',
  'server',
  'tsconfig.json',
  'worker',
]

const NOT_BUILT = /\.(test|fixture)\.tsx?$/
/** Made by the build itself, or read when it runs. */
const notSources = new Set(['lib/db/generated', 'prisma/migrations', 'public/leave.html'])

/**
 * One hash over the names and contents of every source of the build.
 *
 * @param {string} root
 */
export function fingerprintSources(root) {
  const hash = createHash('sha256')
  for (const place of sources.flatMap((source) => listFiles(root, source))) {
    hash.update(`${place}\0`)
    hash.update(readFileSync(path.join(root, place)))
    hash.update('\0')
  }
  return hash.digest('hex')
}

function listFiles(root, place) {
  const absolute = path.join(root, place)
  if (notSources.has(place) || NOT_BUILT.test(place) || !existsSync(absolute)) return []
  if (!statSync(absolute).isDirectory()) return [place]
  return readdirSync(absolute)
    .sort()
    .flatMap((name) => listFiles(root, `${place}/${name}`))
}
