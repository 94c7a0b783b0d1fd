import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * RPC providers as they are met in the wild, in front of a real chain: each listens on a port of its own and passes
 * calls on, or does to them what its kind does. Ports of this machine count as different hosts.
 */
export type FakeProvider = {
  url: string
  /** JSON-RPC methods asked for so far, one entry a call. */
  asked: string[]
  /** HTTP requests so far. */
  requests(): number
  /** Changes what it does from now on. */
  become(kind: Kind): void
  /** Closes what callers keep open, as a restart would. */
  dropConnections(): void
  close(): Promise<void>
}

type Call = { id: unknown; method: string; params: unknown[] }
type Forward = (method: string, params: unknown[]) => Promise<unknown>
/** Answers one call; throws an RpcError for an error answer. */
type AnswerCall = (call: Call, forward: Forward) => Promise<unknown>
type AnswerRequest = (request: IncomingMessage, response: ServerResponse) => void

export type Kind = { calls: AnswerCall; batches?: boolean } | { requests: AnswerRequest }

class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data?: string,
  ) {
    super(message)
  }
}

/** Passes everything on. */
export const honest: Kind = { calls: ({ method, params }, forward) => forward(method, params) }

/** Knows the chain and invents every balance. */
export const lying = (balance: bigint): Kind => ({
  calls: async ({ method, params }, forward) => {
    const answer = await forward(method, params)
    if (method === 'eth_getBalance') return `0x${balance.toString(16)}`
    return method === 'eth_call' ? `0x${balance.toString(16).padStart(64, '0')}` : answer
  },
})

/** Names blocks that do not exist, and answers about any block as if it were its own. */
export const wrongHash = (balance: bigint): Kind => ({
  calls: async ({ method, params }, forward) => {
    if (method === 'eth_getBalance') return `0x${balance.toString(16)}`
    const answer = await forward(method, params)
    return isBlock(answer) ? { ...answer, hash: `0x${'bad0'.repeat(16)}` } : answer
  },
})

/** Claims to be far ahead of everyone. */
export const ahead = (blocks: number): Kind => ({
  calls: async ({ method, params }, forward) => {
    const answer = await forward(method, params)
    const isHead = method === 'eth_getBlockByNumber' && typeof params[0] === 'string' && !params[0].startsWith('0x')
    if (!isHead || !isBlock(answer)) return answer
    return { ...answer, number: toHex(Number(answer.number) + blocks), hash: `0x${'fa57'.repeat(16)}` }
  },
})

/** Knows the chain, and says that no transaction is in a block and nothing was ever logged. */
export const denying: Kind = {
  calls: async ({ method, params }, forward) => {
    if (method === 'eth_getTransactionReceipt') return null
    return method === 'eth_getLogs' ? [] : forward(method, params)
  },
}

/** Says of each transaction that it stands one block earlier than it does. */
export const backdating: Kind = {
  calls: async ({ method, params }, forward) => {
    const answer = await forward(method, params)
    if (method !== 'eth_getTransactionReceipt' || answer === null) return answer

    const receipt = answer as { blockNumber: string; logs: object[] }
    const blockNumber = `0x${(Number(receipt.blockNumber) - 1).toString(16)}`
    const { hash: blockHash } = (await forward('eth_getBlockByNumber', [blockNumber, false])) as { hash: string }
    const logs = receipt.logs.map((log) => ({ ...log, blockNumber, blockHash }))
    return { ...receipt, blockNumber, blockHash, logs }
  },
}

/** Is `blocks` behind, and knows nothing of what came after. */
export const lagging = (blocks: number): Kind => ({
  calls: async ({ method, params }, forward) => {
    const head = Math.max(0, Number(await forward('eth_blockNumber', [])) - blocks)
    if (method === 'eth_blockNumber') return toHex(head)
    if (method === 'eth_getBlockByNumber') {
      const [at] = params as [string]
      if (!at.startsWith('0x')) return forward(method, [toHex(head), false])
      return Number(at) > head ? null : forward(method, params)
    }

    const block = params.at(-1) as { blockHash?: string } | undefined
    const found = block?.blockHash ? await forward('eth_getBlockByHash', [block.blockHash, false]) : null
    if (isBlock(found) && Number(found.number) > head) throw new RpcError(-32000, 'header not found')
    return forward(method, params)
  },
})

/** Several nodes behind one name: the first to be asked about a state has not seen its block yet. */
export const catchingUp = (): Kind => {
  let behind = true
  return {
    calls: ({ method, params }, forward) => {
      if (!behind || method.startsWith('eth_getBlock')) return forward(method, params)
      behind = false
      throw new RpcError(-32000, 'header not found')
    },
  }
}

/** Serves blocks and has thrown older state away. */
export const pruned: Kind = {
  calls: ({ method, params }, forward) => {
    if (!method.startsWith('eth_getBlock')) throw new RpcError(-32000, 'missing trie node: state is not available')
    return forward(method, params)
  },
}

/** Refuses every call, quoting what it should not. */
export const quoting = (text: string): Kind => ({
  calls: ({ method }) => {
    throw new RpcError(-32000, `${method} failed: ${text}`, text)
  },
})

/** Answers honestly, one call a request. */
export const unbatched: Kind = { ...honest, batches: false }

/** Takes its time. */
export const slow = (ms: number): Kind => ({
  calls: async ({ method, params }, forward) => {
    await new Promise((resolve) => setTimeout(resolve, ms))
    return forward(method, params)
  },
})

/** Answers with somebody else's id. */
export const confused: Kind = {
  requests: (_, response) => send(response, 200, 'application/json', '{"jsonrpc":"2.0","id":-7,"result":"0x1"}'),
}

/** Takes the request and never answers. */
export const hanging: Kind = { requests: () => {} }

/** Has had enough of us. */
export const rateLimiting: Kind = {
  requests: (_, response) => send(response, 429, 'application/json', '{"error":"too many requests"}'),
}

/** Its load balancer shows a page. */
export const html: Kind = {
  requests: (_, response) => send(response, 200, 'text/html', '<!doctype html><title>We will be right back</title>'),
}

/** Never stops talking. */
export const endless: Kind = {
  requests: (_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const more = () => {
      while (!response.destroyed && response.write(' '.repeat(65_536)));
      if (!response.destroyed) response.once('drain', more)
    }
    more()
  },
}

/** Sends us elsewhere. */
export const redirecting = (to: string): Kind => ({
  requests: (_, response) => response.writeHead(307, { location: to }).end(),
})

/** Cuts the line. */
export const down: Kind = { requests: (request) => request.socket.destroy() }

/** A provider of this kind in front of the chain at `rpcUrl`. Close it after. */
export async function startProvider(kind: Kind, rpcUrl: string): Promise<FakeProvider> {
  let current = kind
  let requests = 0
  const asked: string[] = []
  const server = createServer((request, response) => {
    requests++
    if ('requests' in current) current.requests(request, response)
    else serveCalls(current, rpcUrl, asked, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const { port } = server.address() as AddressInfo
  return {
    // A path that looks like the keys real providers put there.
    url: `http://127.0.0.1:${port}/v2/sEcReTkEy${port}`,
    asked,
    requests: () => requests,
    become: (next) => {
      current = next
    },
    dropConnections: () => server.closeAllConnections(),
    close: () => closeServer(server),
  }
}

/** Several providers at once, and one way to close them all. */
export async function startProviders(kinds: readonly Kind[], rpcUrl: string) {
  const providers = await Promise.all(kinds.map((kind) => startProvider(kind, rpcUrl)))
  return {
    providers,
    urls: providers.map(({ url }) => url),
    close: async () => void (await Promise.all(providers.map((provider) => provider.close()))),
  }
}

async function serveCalls(
  kind: Extract<Kind, { calls: AnswerCall }>,
  rpcUrl: string,
  asked: string[],
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body: unknown = JSON.parse(await readText(request))
  const forward: Forward = (method, params) => forwardCall(rpcUrl, method, params)
  const one = (call: Call) => {
    asked.push(call.method)
    return answerOf(kind.calls, call, forward)
  }

  const refusesBatch = Array.isArray(body) && kind.batches === false
  const answer = refusesBatch
    ? { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'batches are not served' } }
    : Array.isArray(body)
      ? await Promise.all(body.map(one))
      : await one(body as Call)
  send(response, 200, 'application/json', JSON.stringify(answer))
}

async function answerOf(answer: AnswerCall, call: Call, forward: Forward) {
  try {
    return { jsonrpc: '2.0', id: call.id, result: await answer(call, forward) }
  } catch (error) {
    if (!(error instanceof RpcError)) throw error
    const { code, message, data } = error
    return { jsonrpc: '2.0', id: call.id, error: { code, message, ...(data ? { data } : {}) } }
  }
}

async function forwardCall(rpcUrl: string, method: string, params: unknown[]): Promise<unknown> {
  const response = await fetch(rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const { result, error } = (await response.json()) as {
    result?: unknown
    error?: { code: number; message: string; data?: string }
  }
  if (error) throw new RpcError(error.code, error.message, error.data)
  return result
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: ServerResponse, status: number, type: string, body: string) {
  response.writeHead(status, { 'content-type': type }).end(body)
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}

function isBlock(value: unknown): value is { number: string; hash: string } {
  return typeof value === 'object' && value !== null && 'hash' in value && 'number' in value
}

const toHex = (value: number) => `0x${value.toString(16)}`
