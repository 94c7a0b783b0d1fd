import type { Hex } from '@/lib/proof/hash'
import { type BlockRef, fetchBlock } from '../answers'
import type { ChainQuorum } from '../chain-quorum'
import { ProviderFailure } from '../provider-failure'
import type { Provider } from '../providers'
import { quorumRead } from '../quorum-read'
import { type LogQuery, type NewsLog, parseLogs } from './parse-logs'

/** For all calls of one range: a few thousand logs and the headers of their blocks. */
const RANGE_TIMEOUT_MS = 20_000

export type Range = {
  /** The block before the range, as the chain has it on which the logs are. */
  parent: Hex
  to: BlockRef
  logs: NewsLog[]
}

export type RangeResult = { status: 'agreed'; range: Range } | { status: 'disagreed' } | { status: 'too few' }

/**
 * The logs of a contract in a range of blocks as `q` providers on different hosts tell them, word for word the same, on
 * the same chain. 'too few': they did not answer, or not so much at once.
 */
export async function fetchRange({ providers, q }: ChainQuorum, query: LogQuery): Promise<RangeResult> {
  const result = await quorumRead({
    providers,
    q,
    read: (provider) => readRange(provider, query),
    keyOf: ({ key }) => key,
    timeoutMs: RANGE_TIMEOUT_MS,
  })
  return result.status === 'agreed' ? { status: 'agreed', range: result.value.range } : { status: result.why }
}

/**
 * One provider's word. It names the last block before and after it lists the logs: one that does not have that block
 * would list too few of them and say nothing, and one that changed chains in between would mix two.
 */
async function readRange(provider: Provider, query: LogQuery): Promise<{ range: Range; key: string }> {
  const last = await fetchBlock(provider, query.to)
  const placed = parseLogs(await provider.request('eth_getLogs', [toFilter(query)]), query)

  const untimed = new Set(placed.filter(({ time }) => time === null).map(({ blockNumber }) => blockNumber))
  const [parent, to, ...headers] = await Promise.all([
    fetchBlock(provider, query.from - 1),
    fetchBlock(provider, query.to),
    ...[...untimed].map((number) => fetchBlock(provider, number)),
  ])
  if (last.hash !== to.hash) throw new ProviderFailure('bad-answer')

  const known = new Map([...headers, to].map((header) => [header.number, header]))
  const logs = placed.map(({ time, ...log }) => {
    const header = known.get(log.blockNumber)
    if (header && header.hash !== log.blockHash) throw new ProviderFailure('bad-answer')
    const seconds = time ?? header?.time
    if (seconds === undefined) throw new ProviderFailure('bad-answer')
    return { ...log, blockTime: new Date(seconds * 1000) } as NewsLog
  })
  return { range: { parent: parent.hash, to, logs }, key: JSON.stringify([parent.hash, to.hash, logs]) }
}

function toFilter({ address, from, to }: LogQuery) {
  return { address, fromBlock: `0x${from.toString(16)}`, toBlock: `0x${to.toString(16)}` }
}
