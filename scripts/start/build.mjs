import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fingerprintSources } from './fingerprint.mjs'
import { writeLeavePage } from './leave-page.mjs'

const require = createRequire(import.meta.url)
const quietTools = { NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }

/**
 * @typedef {object} Builder
 * @property {ReturnType<typeof import('./children.mjs').createFamily>} family
 * @property {string} root
 * @property {string} log
 * @property {(line: string) => void} say
 */

/**
 * Builds the server, the worker and the pages when a source changed since the last build that was finished.
 *
 * @param {Builder} builder
 */
export async function ensureBuilt(builder) {
  const sources = fingerprintSources(builder.root)
  const stamp = path.join(builder.root, 'dist', 'sources.sha256')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return

  rmSync(stamp, { force: true })
  await build(builder)
  writeFileSync(stamp, sources)
}

/** @param {Builder} builder */
async function build(builder) {
  const begun = Date.now()
  builder.say('Building; this takes a minute or so…')
  await prepareSources(builder)
  await bundle(builder.root)
  const next = require.resolve('next/dist/bin/next')
  await runTool(builder, 'next build', [next, 'build'], { NODE_ENV: 'production' })
  builder.say(`Built in ${Math.round((Date.now() - begun) / 1000)} s`)
}

/**
 * Writes what is made from the sources and run from them, in development too: the database client, the page of leaving.
 *
 * @param {Builder} builder
 */
export async function prepareSources(builder) {
  await generateClient(builder)
  await writeLeavePage(builder.root)
}

/**
 * Writes the database client, unless it stands for the schema as it is.
 *
 * @param {Builder} builder
 */
async function generateClient(builder) {
  const schema = readFileSync(path.join(builder.root, 'prisma', 'schema.prisma'), 'utf8')
  const copy = path.join(builder.root, 'lib', 'db', 'generated', 'schema.prisma')
  if (existsSync(copy) && readFileSync(copy, 'utf8') === schema) return

  await runTool(builder, 'prisma generate', [require.resolve('prisma/build/index.js'), 'generate'], {})
  writeFileSync(copy, schema)
}

/** Of hundreds of small files each: to read them one by one takes a tenth to a sixth of the time a program needs to start. */
const MANY_FILES = ['viem', 'abitype', 'ox', '@noble', '@scure', 'zod']

/** Node's programs keep their packages outside, but for those: some are native, some read files of their own. */
const packagesOutside = {
  name: 'packages-outside',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) => {
      const isInside = kind === 'entry-point' || name.startsWith('@/') || MANY_FILES.includes(name.split('/')[0])
      return isInside ? undefined : { path: name, external: true }
    })
  },
}

/** Two programs, which share parts; the verifier, and what leaves a deal, are one file each that also runs in a browser. */
async function bundle(root) {
  const esbuild = await import('esbuild')
  const shared = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    sourcemap: true,
    logLevel: 'warning',
    outdir: 'dist',
  }
  const programs = { server: 'server/main.ts', worker: 'worker/main.ts' }
  rmSync(path.join(root, 'dist', 'parts'), { recursive: true, force: true })

  await esbuild.build({
    ...shared,
    entryPoints: programs,
    platform: 'node',
    target: 'node20',
    plugins: [packagesOutside],
    // What is imported when it is needed stays out of the way of a start.
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    outExtension: { '.js': '.mjs' },
  })
  await esbuild.build({
    ...shared,
    entryPoints: { proof: 'lib/proof/index.ts', leave: 'lib/leave/node.ts' },
    platform: 'browser',
    target: 'es2022',
    outExtension: { '.js': '.mjs' },
  })
}

function runTool({ family, root, log }, name, args, env) {
  const command = process.execPath
  return family.run({ name, command, args, cwd: root, env: { ...process.env, ...quietTools, ...env }, log })
}
