import type { Hex } from '@/lib/proof/hash'
import { ProviderFailure } from './provider-failure'

export type RpcCall = { method: string; params: readonly unknown[] }
export type RpcOutcome = { result: unknown } | { failure: ProviderFailure }
type Post = (body: string) => Promise<string>

/** One call in one request. */
export async function callOne(post: Post, call: RpcCall): Promise<unknown> {
  const id = nextId()
  const outcome = outcomeOf(parse(await post(JSON.stringify({ jsonrpc: '2.0', id, ...call }))), id)
  if ('failure' in outcome) throw outcome.failure
  return outcome.result
}

/**
 * Several calls in one request, answers in the order of the calls. null when the other side does not serve batches
 * (it answers one error for all), so that the caller can send them one by one.
 */
export async function callMany(post: Post, calls: readonly RpcCall[]): Promise<RpcOutcome[] | null> {
  const numbered = calls.map((call) => ({ jsonrpc: '2.0', id: nextId(), ...call }))
  const answer = parse(await post(JSON.stringify(numbered)))
  if (isRecord(answer) && isRecord(answer.error)) return null
  if (!Array.isArray(answer)) throw new ProviderFailure('bad-answer')

  const byId = new Map(answer.filter(isRecord).map((entry) => [entry.id, entry]))
  return numbered.map(({ id }) => outcomeOf(byId.get(id), id))
}

let lastId = 0

/** Ids are unique in the process, so that an answer meant for another request never fits. */
function nextId(): number {
  lastId = (lastId + 1) % Number.MAX_SAFE_INTEGER
  return lastId
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ProviderFailure('not-json')
  }
}

function outcomeOf(answer: unknown, id: number): RpcOutcome {
  if (!isRecord(answer)) return { failure: new ProviderFailure('bad-answer') }
  if (isRecord(answer.error)) return { failure: failureOf(answer.error) }
  if (answer.id !== id || !('result' in answer)) return { failure: new ProviderFailure('bad-answer') }
  return { result: answer.result }
}

/** Code 3 is the standard's "execution reverted"; older nodes say so in words, under -32000. */
function failureOf(error: Record<string, unknown>): ProviderFailure {
  const rpcCode = typeof error.code === 'number' ? error.code : 0
  const reverted = rpcCode === 3 || (typeof error.message === 'string' && /revert/i.test(error.message))
  if (!reverted) return new ProviderFailure('rpc', { rpcCode })

  const data = typeof error.data === 'string' && /^0x[0-9a-f]*$/i.test(error.data) ? (error.data as Hex) : '0x'
  return new ProviderFailure('reverted', { rpcCode, data })
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
