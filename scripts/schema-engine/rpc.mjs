import readline from 'node:readline'

const METHOD_NOT_FOUND = -32601
const ENGINE_FAILED = 4466

/** Methods whose WebAssembly name differs from the wire's. */
const renamed = { getDatabaseVersion: 'version' }

/**
 * Answers JSON-RPC requests, one per line of stdin, one at a time, until stdin ends. The engine is opened for the first.
 *
 * @param {() => Promise<Record<string, (params: unknown) => Promise<unknown>>>} openEngine
 */
export async function serveRpc(openEngine) {
  let engine
  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!line.trim()) continue
    const request = JSON.parse(line)
    if (!request.method) continue // the CLI's answer to our own `print`

    engine ??= openEngine()
    send({ jsonrpc: '2.0', id: request.id, ...(await answer(engine, request)) })
  }
}

async function answer(engine, { method, params }) {
  try {
    const opened = await engine
    const name = renamed[method] ?? method
    if (typeof opened[name] !== 'function') return { error: { code: METHOD_NOT_FOUND, message: `No method ${method}` } }

    const result = (await opened[name](params)) ?? null
    return { result: method === 'diff' ? printDiff(result) : result }
  } catch (error) {
    return {
      error: {
        code: ENGINE_FAILED,
        message: 'An error happened. Check the data field for details.',
        data: toErrorData(error),
      },
    }
  }
}

/** The native engine prints a diff through the CLI instead of returning it. */
function printDiff({ exitCode, stdout }) {
  if (stdout) send({ jsonrpc: '2.0', id: crypto.randomUUID(), method: 'print', params: { content: stdout } })
  return { exitCode, stdout: null }
}

/** The engine's own errors carry their data as JSON in the message; others are wrapped to look the same. */
function toErrorData(error) {
  try {
    const data = JSON.parse(error.message)
    if (data?.is_panic !== undefined) return data
  } catch {
    // not the engine's own
  }
  return { is_panic: false, message: error.message ?? String(error), meta: null, error_code: error.code ?? null }
}

function send(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}
