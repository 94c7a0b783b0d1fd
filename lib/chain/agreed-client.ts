import { createPublicClient, custom, type PublicClient } from 'viem'
import { agreedBlocks } from './agreed-blocks'
import { type ChainQuorum, QUORUM, quorumOf } from './chain-quorum'
import { isProviderFailure, ProviderFailure } from './provider-failure'
import { CALL_TIMEOUT_MS, type Provider } from './providers'
import { chainTransport, publicClient, throwForViem, viemChain } from './public-client'
import { quorumRead } from './quorum-read'

type Params = readonly unknown[]
/** A question every provider is asked in the same words, and what makes two answers the same one. */
type Question = { params: Params; keyOf: (answer: unknown) => unknown }
/** What a provider says: an answer, or that the contract refused. */
type Said = { answer: unknown } | { refused: ProviderFailure }

/** How a chain's answers are agreed on: by two hosts, or by the only one there is where one alone is configured. */
function agreementOf(chainId: number): ChainQuorum {
  const { providers, hosts } = quorumOf(chainId)
  return { providers, hosts, q: Math.min(hosts, QUORUM) }
}

/**
 * A viem client whose reads stand only when enough providers say the same (domain §2), each of them about the same block:
 * for what is written down as a fact about the chain. Blocks, receipts, logs, nonces, balances and what contracts answer
 * are agreed on; what only helps to send (gas, a transaction that waits) is one provider's word, as with `publicClient`. A
 * read on which they do not agree throws a ProviderFailure, `unclear`, within viem's own error.
 */
export function agreedClient(chainId: number, quorum: ChainQuorum = agreementOf(chainId)): PublicClient {
  if (quorum.q === 1) return publicClient(chainId)

  const chain = viemChain(chainId)
  const anybody = chainTransport(chainId, quorum.providers)({ chain })
  const questionOf = asking(chainId, quorum)
  const request = async ({ method, params }: { method: string; params?: unknown }) => {
    const question = await questionOf(method, Array.isArray(params) ? params : [])
    return question ? agree(quorum, method, question) : anybody.request({ method, params })
  }
  return createPublicClient({
    chain,
    transport: custom({ request: (asked) => request(asked).catch(throwForViem) }, { retryCount: 0 }),
  })
}

/** How a call is put to all; undefined for what one provider may answer. */
function asking(chainId: number, quorum: ChainQuorum) {
  const blocks = agreedBlocks(chainId, quorum)
  /** Providers are not equally far: a tag would be another block at each. */
  const numbered = async (at: unknown) => {
    if (at === undefined || at === 'latest') return toHex(await blocks.newestBlock())
    return at === 'finalized' ? toHex(await blocks.finalBlock()) : at
  }
  const ofState = async ([what, at, ...rest]: Params): Promise<Question> => ({
    params: [what, await numbered(at), ...rest],
    keyOf: same,
  })
  const questions: Record<string, (params: Params) => Promise<Question>> = {
    eth_call: ofState,
    eth_getCode: ofState,
    eth_getBalance: ofState,
    eth_getTransactionCount: ofState,
    eth_getBlockByNumber: async ([at, ...rest]) => ({ params: [await numbered(at), ...rest], keyOf: blockOf }),
    eth_getBlockByHash: async (params) => ({ params, keyOf: blockOf }),
    eth_getTransactionReceipt: async (params) => ({
      params,
      keyOf: (receipt) => [pick(receipt, RECEIPT), logsOf((receipt as { logs?: unknown } | null)?.logs)],
    }),
    eth_getLogs: async (params) => ({ params, keyOf: logsOf }),
  }
  return async (method: string, params: Params): Promise<Question | undefined> => questions[method]?.(params)
}

const BLOCK = ['number', 'hash', 'timestamp']
const RECEIPT = ['transactionHash', 'status', 'blockNumber', 'blockHash', 'from', 'to', 'gasUsed', 'effectiveGasPrice']
const LOG = ['address', 'topics', 'data', 'blockNumber', 'blockHash', 'transactionHash', 'logIndex']

async function agree({ providers, q }: ChainQuorum, method: string, { params, keyOf }: Question): Promise<unknown> {
  const result = await quorumRead<Said>({
    ...{ providers, q, timeoutMs: CALL_TIMEOUT_MS },
    read: (provider) => ask(provider, method, params),
    keyOf: (said) => JSON.stringify('answer' in said ? [keyOf(said.answer)] : { refused: said.refused.detail.data }),
  })
  if (result.status === 'unclear') throw new ProviderFailure('unclear')
  if ('refused' in result.value) throw result.value.refused
  return result.value.answer
}

async function ask(provider: Provider, method: string, params: Params): Promise<Said> {
  try {
    return { answer: await provider.request(method, params) }
  } catch (error) {
    if (isProviderFailure(error, 'reverted')) return { refused: error }
    throw error
  }
}

function blockOf(block: unknown): unknown {
  return pick(block, BLOCK)
}

function logsOf(logs: unknown): unknown {
  return Array.isArray(logs) ? logs.map((log) => pick(log, LOG)) : logs
}

/** What the chain says, without what a node adds; nodes write hashes and addresses in either case. */
function pick(value: unknown, names: readonly string[]): unknown {
  if (typeof value !== 'object' || value === null) return value
  return names.map((name) => same((value as Record<string, unknown>)[name]))
}

function same(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(same)
  return typeof value === 'string' ? value.toLowerCase() : value
}

function toHex(value: number): string {
  return `0x${value.toString(16)}`
}
