import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')
const sources = path.join(root, 'lib', 'proof')
const built = path.join(root, 'dist', 'proof.mjs')

/** The verifier as one file that runs in Node and in browsers. Built first when it is missing or older than its sources. */
export async function readyProof() {
  if (isStale()) await buildProof()
  return built
}

/** Builds dist/proof.mjs from lib/proof. Two at once do not disturb each other: the file appears whole. */
export async function buildProof() {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [path.join(sources, 'index.ts')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2023',
    legalComments: 'none',
    logLevel: 'error',
    write: false,
  })

  mkdirSync(path.dirname(built), { recursive: true })
  const partial = `${built}.${process.pid}`
  writeFileSync(partial, outputFiles[0].contents)
  renameSync(partial, built)
}

/** An installed command line tool has the built file and no sources. */
function isStale() {
  if (!existsSync(sources)) return false
  if (!existsSync(built)) return true

  const since = statSync(built).mtimeMs
  return readdirSync(sources, { recursive: true })
    .filter((name) => /(?<!\.test|\.fixture)\.ts$/.test(name))
    .some((name) => statSync(path.join(sources, name)).mtimeMs > since)
}
