import type { Ask } from './read-deal'

const TIMEOUT_MS = 15_000

/** A node at a URL. What it refuses is thrown as it says it; that it does not answer, without the URL, which may hold a key. */
export function httpAsk(url: string): Ask {
  let id = 0
  return async (method, params) => {
    id += 1
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(TIMEOUT_MS) })
      .then(
        (response) =>
          response.json() as Promise<{ result?: unknown; error?: { code?: number; message?: string; data?: unknown } }>,
      )
      .catch(() => {
        throw new Error('The node does not answer. Check its URL, or use another one.')
      })
    if (answer.error) throw Object.assign(new Error(answer.error.message ?? 'The node refuses.'), answer.error)
    return answer.result
  }
}
