import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'

const root = path.join(import.meta.dirname, '..', '..')
const built = path.join(root, 'dist', 'bench')

/** Builds what the benches take of the product the way it is built to be served: bundled, packages left outside. */
export async function buildProduct() {
  await build({
    entryPoints: {
      desk: path.join(import.meta.dirname, 'desk.ts'),
      product: path.join(import.meta.dirname, 'product.ts'),
      pump: path.join(import.meta.dirname, 'pump.ts'),
      worker: path.join(root, 'worker', 'main.ts'),
    },
    outdir: built,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: true,
    logLevel: 'error',
  })
}

/** The desk's server without its pages. */
export const deskFile = path.join(built, 'desk.mjs')
/** The process that does what is due. */
export const workerFile = path.join(built, 'worker.mjs')

/** What sends deliveries, alone. */
export const pumpFile = path.join(built, 'pump.mjs')

/** @returns {Promise<typeof import('./product.ts')>} */
export const importProduct = () => import(pathToFileURL(path.join(built, 'product.mjs')).href)
