import type { Hex } from '@/lib/proof/hash'
import { ProviderFailure } from './provider-failure'
import type { Provider } from './providers'

export type Script = {
  host?: string
  latest?: number
  /** A block number, null where the tag is not served, or too many requests for now. */
  finalized?: number | null | 'busy'
  /** Seconds. */
  timeOf?: (number: number) => number
  hashOf?: (number: number) => Hex
  balanceAt?: (number: number) => bigint
  nonceAt?: (number: number) => number
  /** What it answers for every transaction. */
  receipt?: unknown
  /** The first block whose state it still keeps. */
  stateFrom?: number
  failing?: boolean
  delayMs?: number
}

export const hashAt = (number: number, branch = 'a'): Hex => `0x${`${branch}${number}`.padStart(64, '0')}`
const numberOf = (hash: string) => Number(hash.replace(/^0x0*[a-f]+/, ''))

/** A provider over a chain that exists only in numbers: hashes count blocks, a block takes 12 s. */
export function scripted(script: Script): Provider & { asked: string[] } {
  const { latest = 100, finalized = latest - 64, timeOf = (n) => n * 12, hashOf = hashAt, nonceAt = () => 0 } = script
  const asked: string[] = []

  const block = (number: number) => {
    if (number > latest || number < 0) return null
    return { number: hex(number), hash: hashOf(number), timestamp: hex(timeOf(number)) }
  }
  const answers: Record<string, (params: readonly unknown[]) => unknown> = {
    eth_getBlockByNumber: ([at]) => {
      if (at === 'latest') return block(latest)
      if (at === 'finalized' && finalized === 'busy') throw new ProviderFailure('rpc', { rpcCode: -32005 })
      if (at === 'finalized') return typeof finalized === 'number' ? block(finalized) : fail('rpc')
      return block(Number(at))
    },
    eth_getBalance: ([, at]) => (knows(at) ? hex(script.balanceAt?.(numberOf(hashIn(at))) ?? 0n) : fail('rpc')),
    eth_getTransactionReceipt: () => script.receipt ?? null,
    eth_getTransactionCount: ([, at]) => (knows(at) ? hex(nonceAt(numberOf(hashIn(at)))) : fail('rpc')),
  }
  const knows = (at: unknown) => {
    if (!(at as { requireCanonical?: boolean }).requireCanonical) return false
    const number = numberOf(hashIn(at))
    return number <= latest && number >= (script.stateFrom ?? 0) && hashOf(number) === hashIn(at)
  }

  return {
    label: 'scripted',
    host: script.host ?? 'a.example',
    asked,
    request: async (method, params) => {
      asked.push(method)
      if (script.delayMs) await new Promise((resolve) => setTimeout(resolve, script.delayMs))
      if (script.failing) fail('network')
      return answers[method]?.(params)
    },
  }
}

const hashIn = (at: unknown) => (at as { blockHash: string }).blockHash
const hex = (value: number | bigint) => `0x${value.toString(16)}`

function fail(kind: 'rpc' | 'network'): never {
  throw new ProviderFailure(kind)
}
