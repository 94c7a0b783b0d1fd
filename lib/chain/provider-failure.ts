import type { Hex } from '@/lib/proof/hash'

export type FailureKind = keyof typeof SENTENCES

/** What went wrong with a chain provider, in words that hold nothing of its URL, its answer or the question. */
const SENTENCES = {
  timeout: 'A chain provider did not answer in time.',
  network: 'A chain provider could not be reached.',
  http: 'A chain provider refused the request.',
  'too-large': 'A chain provider answered more than is read.',
  'not-json': 'A chain provider answered something that is not JSON.',
  'bad-answer': 'A chain provider answered in another shape than asked for.',
  absent: 'A chain provider does not have what was asked for.',
  rpc: 'A chain provider answered with an error.',
  reverted: 'The contract refused the call.',
} as const

type Detail = {
  /** HTTP status, for `http`. */
  status?: number
  /** JSON-RPC error code, for `rpc` and `reverted`. */
  rpcCode?: number
  /** What the contract reverted with, for `reverted`. */
  data?: Hex
}

/**
 * The only error a provider throws. Messages of HTTP and RPC libraries quote URLs, which carry keys, and nodes quote
 * balances in theirs; so neither is kept, not even as a cause.
 */
export class ProviderFailure extends Error {
  override readonly name = 'ProviderFailure'
  readonly code: FailureKind

  constructor(
    kind: FailureKind,
    readonly detail: Detail = {},
  ) {
    super(SENTENCES[kind])
    this.code = kind
  }
}

/** Whether `error` is a provider's failure, optionally of this kind. */
export function isProviderFailure(error: unknown, kind?: FailureKind): error is ProviderFailure {
  return error instanceof ProviderFailure && (kind === undefined || error.code === kind)
}
