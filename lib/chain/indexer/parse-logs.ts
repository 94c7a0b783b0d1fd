import type { Hex } from '@/lib/proof/hash'
import { toHash, toSafeNumber } from '../answers'
import { decodeEscrowLog, type EscrowEvent } from '../escrow-log'
import { ProviderFailure } from '../provider-failure'
import { decodeStakeLog, type StakeEvent } from '../stake-log'
import type { Contract } from './store'

/** A log with where it stands. */
export type NewsLog = (EscrowEvent | StakeEvent) & {
  blockNumber: number
  blockHash: Hex
  blockTime: Date
  txHash: Hex
  logIndex: number
}

/** A log before its block's time is known; `time` in seconds where the provider tells it with the log. */
export type PlacedLog = Omit<NewsLog, 'blockTime'> & { time: number | null }

export type LogQuery = { address: Hex; kind: Contract['kind']; from: number; to: number }

const DECODERS = { escrow: decodeEscrowLog, stake: decodeStakeLog }

/**
 * One provider's answer to eth_getLogs in chain order. Logs the contract's interface does not know are left out. Throws
 * ProviderFailure for anything that was not asked for, or that a block could not hold.
 */
export function parseLogs(answer: unknown, query: LogQuery): PlacedLog[] {
  if (!Array.isArray(answer)) throw new ProviderFailure('bad-answer')
  const logs = answer.map((raw) => parseLog(raw, query)).filter((log) => log !== null)
  logs.sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
  for (const [at, log] of logs.entries()) {
    const before = logs[at - 1]
    if (!before || before.blockNumber !== log.blockNumber) continue
    if (before.logIndex === log.logIndex || before.blockHash !== log.blockHash) throw new ProviderFailure('bad-answer')
  }
  return logs
}

function parseLog(raw: unknown, { address, kind, from, to }: LogQuery): PlacedLog | null {
  if (typeof raw !== 'object' || raw === null) throw new ProviderFailure('bad-answer')
  const log = raw as Record<string, unknown>
  const blockNumber = toSafeNumber(log.blockNumber)
  const isAsked = String(log.address).toLowerCase() === address && blockNumber >= from && blockNumber <= to
  if (!isAsked || log.removed === true || !Array.isArray(log.topics)) throw new ProviderFailure('bad-answer')

  const event = DECODERS[kind](log.topics.map(toHash), toBytes(log.data))
  if (!event) return null
  return {
    ...event,
    blockNumber,
    blockHash: toHash(log.blockHash),
    txHash: toHash(log.transactionHash),
    logIndex: toSafeNumber(log.logIndex),
    time: log.blockTimestamp === undefined || log.blockTimestamp === null ? null : toSafeNumber(log.blockTimestamp),
  }
}

function toBytes(value: unknown): Hex {
  if (typeof value !== 'string' || !/^0x([0-9a-f]{2})*$/i.test(value)) throw new ProviderFailure('bad-answer')
  return value.toLowerCase() as Hex
}
