/**
 * One JSON-RPC call to an Ethereum node.
 *
 * @param {string} url
 * @param {string} method
 * @param {unknown[]} [params]
 * @param {number} [timeoutMs]
 * @returns {Promise<any>}
 */
export async function callRpc(url, method, params = [], timeoutMs = 10_000) {
  const answer = await post(url, { jsonrpc: '2.0', id: 1, method, params }, timeoutMs)
  if (answer.error) throw new Error(`${method} at ${nameHost(url)}: ${answer.error.message}`)
  return answer.result
}

async function post(url, body, timeoutMs) {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    })
    return await response.json()
  } catch (error) {
    throw new Error(`The node at ${nameHost(url)} does not answer: ${error.cause?.message ?? error.message}`)
  }
}

/** The rest of an RPC URL is often a key. */
function nameHost(url) {
  return URL.canParse(url) ? new URL(url).host : 'an unusable URL'
}
