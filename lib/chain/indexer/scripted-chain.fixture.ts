import { type AbiEvent, encodeAbiParameters, encodeEventTopics } from 'viem'
import type { Hex } from '@/lib/proof/hash'
import { ESCROW_EVENTS, type EscrowEventName } from '../escrow-log'
import { ProviderFailure } from '../provider-failure'
import type { Provider } from '../providers'

/** A chain that exists only here: blocks in a list, each with its logs, and as many providers of it as one likes. */
export type ScriptedLog = { topics: Hex[]; data: Hex; transactionHash: Hex }
type Block = { hash: Hex; logs: ScriptedLog[] }

export type Manners = {
  host: string
  /** How many blocks it is behind. */
  lag?: number
  /** It refuses more blocks at once. */
  maxRange?: number
  /** It keeps quiet about logs of these blocks. */
  hides?: (number: number) => boolean
  /** How far behind the newest a block is final for it; null: it does not serve the tag. */
  finalDepth?: number | null
  failing?: boolean
  /** It no longer knows what was at an address in an old block. */
  forgets?: boolean
  /** Runs when it is asked for logs, and after it listed them, before it says anything else. */
  beforeLogs?: () => void
  afterLogs?: () => void
}

export class ScriptedChain {
  blocks: Block[] = []
  /** In which block the contract came to be. */
  created = 0

  constructor(
    readonly address: Hex,
    length = 1,
  ) {
    this.mine(length)
  }

  get head(): number {
    return this.blocks.length - 1
  }

  /** Adds blocks; logs go into the last one. `branch` tells blocks of one number apart. */
  mine(count = 1, logs: ScriptedLog[] = [], branch = 'a'): number {
    for (let i = 0; i < count; i++) {
      const number = this.blocks.length
      this.blocks.push({ hash: hashOf(number, branch), logs: i === count - 1 ? logs : [] })
    }
    return this.head
  }

  /** As if the blocks from `number` on had never been. */
  cutFrom(number: number): Block[] {
    return this.blocks.splice(number)
  }

  provider(manners: Manners): Provider & { asked: number; manners: Manners } {
    const provider = {
      label: manners.host,
      host: manners.host,
      asked: 0,
      manners,
      request: async (method: string, params: readonly unknown[]): Promise<unknown> => {
        provider.asked++
        if (manners.failing) throw new ProviderFailure('network')
        if (method === 'eth_getCode') return this.#code(params[1], manners)
        return method === 'eth_getLogs' ? this.#logs(params[0] as Filter, manners) : this.#block(params[0], manners)
      },
    }
    return provider
  }

  #block(at: unknown, { lag = 0, finalDepth = 64 }: Manners): unknown {
    const newest = this.head - lag
    if (at === 'finalized' && finalDepth === null) throw new ProviderFailure('rpc')
    const number = at === 'latest' ? newest : at === 'finalized' ? Math.max(0, newest - (finalDepth ?? 0)) : Number(at)
    const block = number <= newest ? this.blocks[number] : undefined
    return block ? { number: toHex(number), hash: block.hash, timestamp: toHex(timeOf(number)) } : null
  }

  #code(at: unknown, { forgets }: Manners): unknown {
    if (forgets && Number(at) < this.head - 128) throw new ProviderFailure('rpc')
    return Number(at) >= this.created ? '0x60' : '0x'
  }

  #logs({ address, fromBlock, toBlock }: Filter, manners: Manners): unknown {
    manners.beforeLogs?.()
    const [from, to] = [Number(fromBlock), Math.min(Number(toBlock), this.head - (manners.lag ?? 0))]
    if (manners.maxRange && Number(toBlock) - from + 1 > manners.maxRange) throw new ProviderFailure('rpc')
    const logs: unknown[] = []
    for (let number = from; number <= to; number++) {
      if (address !== this.address || manners.hides?.(number)) continue
      const block = this.blocks[number] as Block
      for (const [index, log] of block.logs.entries()) {
        logs.push({
          ...log,
          ...{ address, blockNumber: toHex(number), blockHash: block.hash, logIndex: toHex(index), removed: false },
        })
      }
    }
    manners.afterLogs?.()
    return logs
  }
}

type Filter = { address: string; fromBlock: string; toBlock: string }

/** A log as the contract writes it. `values` in the order of the event's inputs, without a deal's. */
export function escrowLog(
  name: EscrowEventName,
  values: unknown[],
  transactionHash: Hex = hashOf(7, 'e'),
): ScriptedLog {
  const event = ESCROW_EVENTS.find((item) => item.type === 'event' && item.name === name) as AbiEvent
  const plain = event.inputs.filter((input) => !input.indexed)
  const args = Object.fromEntries(event.inputs.map((input, at) => [input.name, values[at]]))
  return {
    topics: encodeEventTopics({ abi: [event], args } as never) as Hex[],
    data: encodeAbiParameters(plain, plain.map((input) => args[input.name ?? '']) as never),
    transactionHash,
  }
}

export const timeOf = (number: number) => 1_790_000_000 + 12 * number
export const hashOf = (number: number, branch = 'a'): Hex =>
  `0x${Buffer.from(branch).toString('hex')}${number.toString(16).padStart(64 - 2 * branch.length, '0')}`
const toHex = (value: number): Hex => `0x${value.toString(16)}`
