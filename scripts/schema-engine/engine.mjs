import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import { createAdapterFactory } from './postgres-adapter.mjs'

/** An engine asked about schemas alone (generate, validate) never connects; it still wants an address. */
const NOWHERE = 'postgresql://127.0.0.1:1/none'

/**
 * The WebAssembly engine: one method per JSON-RPC method of the native one.
 *
 * @param {{ datasourceUrl?: string, datamodels: [string, string][] }} options
 */
export async function openEngine({ datasourceUrl = NOWHERE, datamodels }) {
  await loadWasm()
  const known = datamodels.length > 0 ? datamodels : undefined
  return bindings.SchemaEngine.new({ datamodels: known }, () => {}, createAdapterFactory(datasourceUrl))
}

async function loadWasm() {
  reportPanics()
  const entry = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = readFileSync(path.join(path.dirname(entry), 'schema_engine_bg.wasm'))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start?.()
}

/** The engine hands a panic's text to this global before it aborts; the CLI reads panics from stderr. */
function reportPanics() {
  let last = ''
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    get: () => last,
    set_message(message) {
      last = message
      const fields = { is_panic: true, message, backtrace: '' }
      process.stderr.write(`${JSON.stringify({ level: 'ERROR', fields, target: 'schema_engine' })}\n`)
    },
  }
}
