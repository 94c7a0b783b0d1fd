import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'

const root = path.join(import.meta.dirname, '..')

/**
 * A part of lib as one file of dist that runs in Node and in browsers. Built first when it is missing or older than its
 * sources.
 *
 * @param {{ name: string, entry: string, sources: string[] }} module sources: folders of the repository
 * @returns {Promise<string>} where it is
 */
export async function readyModule(module) {
  const built = path.join(root, 'dist', `${module.name}.mjs`)
  if (isStale(built, module)) await buildModule(built, module)
  return built
}

/** Two at once do not disturb each other: the file appears whole. */
async function buildModule(built, { entry }) {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
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
function isStale(built, { entry, sources }) {
  if (!existsSync(path.join(root, entry))) return false
  if (!existsSync(built)) return true

  const since = statSync(built).mtimeMs
  return sources.some((folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((name) => /(?<!\.test|\.fixture)\.ts$/.test(name))
      .some((name) => statSync(path.join(root, folder, name)).mtimeMs > since),
  )
}
