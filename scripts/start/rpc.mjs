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
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(timeoutMs),
  })
  const { result, error } = await response.json()
  if (error) throw new Error(`${method}: ${error.message}`)
  return result
}
