import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { BlockRef } from '@/lib/chain/answers'
import { type ChainQuorum, quorumOf } from '@/lib/chain/chain-quorum'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { type Pinned, pinBlocks } from '@/lib/chain/pinned-blocks'
import { isProviderFailure } from '@/lib/chain/provider-failure'
import { CALL_TIMEOUT_MS } from '@/lib/chain/providers'
import { type QuorumResult, quorumRead } from '@/lib/chain/quorum-read'
import { log } from '@/lib/log'
import { balanceCommitment } from '@/lib/proof/funds'
import { type Hex, hexOf } from '@/lib/proof/hash'
import { assetOf } from './asset'
import { decideFunds, type FundsRequirement, type FundsStatus, measureOf, type Seen, thresholdsOf } from './decide'
import { type Amount, readAmount } from './read-amount'

/** Why a reading could not tell. */
export type FundsReason =
  /** No provider answered at all. */
  | 'UNREACHABLE'
  /** Fewer providers are configured than must agree. */
  | 'TOO_FEW_PROVIDERS'
  /** Too few providers answered, or could answer about this block. */
  | 'NO_QUORUM'
  /** Providers answered differently. */
  | 'DISAGREEMENT'
  /** The newest block they share is older than 10 minutes. */
  | 'STALE'
  /** They agree that the token's address answers nothing a token would. */
  | 'NOT_A_TOKEN'

/** One requirement, read. Never holds the balance. */
export type FundsReading = {
  requirement: FundsRequirement
  status: FundsStatus
  /** Of an ERROR; else null. */
  reason: FundsReason | null
  /** How many had to agree, in words: "quorum of 2" or "single provider". */
  provider: string
  /** Hosts that agreed, the fewer of the two blocks; 0 for an ERROR. */
  providersAgreed: number
  providersAsked: number
  blockNumber: number | null
  blockHash: Hex | null
  finalizedBlockNumber: number | null
  finalizedBlockHash: Hex | null
  /** Of the balance at `blockHash` (formats.md); null for counts and ages, and where it could not be read. */
  balanceCommitment: Hex | null
  /** Opens the commitment. For the wallet's owner, once; never stored. */
  salt: Hex | null
  checkedAt: Date
}

/** Ages take a search over blocks, so several calls one after the other. */
const AGE_TIMEOUT_MS = 15_000
/** Behind one URL there are often several nodes, and the next call may reach one that has not seen the block yet. */
const CATCH_UP_MS = 400

/**
 * Reads what wallets hold (domain §2), answers in the order asked. All requirements of one network are read at one pair
 * of blocks. Reaches outside and stores nothing; a reading that fails is an ERROR, never an exception.
 */
export async function readRequirements(
  ctx: { now: Date },
  requirements: readonly FundsRequirement[],
  quorumFor: (chainId: number) => ChainQuorum = quorumOf,
): Promise<FundsReading[]> {
  const networks = [...new Set(requirements.map(({ network }) => network))]
  const readings = new Map<FundsRequirement, FundsReading>()

  const readOne = async (chainId: number) => {
    const asked = requirements.filter(({ network }) => network === chainId)
    const read = await readNetwork(chainId, asked, quorumFor(chainId), ctx.now)
    for (const reading of read) readings.set(reading.requirement, reading)
    tellUnclear(chainId, read)
  }
  await Promise.all(networks.map(readOne))
  return requirements.map((requirement) => readings.get(requirement) as FundsReading)
}

/** For the operator: which chain could not be read, and why. */
function tellUnclear(chainId: number, readings: FundsReading[]): void {
  const unclear = readings.find(({ status }) => status === 'ERROR')
  if (!unclear) return
  log.warn({ chain_id: chainId, reason: unclear.reason, providers: unclear.providersAsked }, 'funds could not be read')
}

async function readNetwork(
  chainId: number,
  requirements: FundsRequirement[],
  quorum: ChainQuorum,
  now: Date,
): Promise<FundsReading[]> {
  const { providers, q, hosts } = quorum
  const pinned =
    hosts < q
      ? ({ status: 'unclear', reason: 'TOO_FEW_PROVIDERS' } as const)
      : await pinBlocks({ providers, q, now, instantFinality: chainId === LOCAL_CHAIN })

  if (pinned.status === 'unclear') return requirements.map((asked) => unread(asked, quorum, pinned.reason, now))

  const read = await readMeasures(requirements, pinned, q)
  const thresholds = thresholdsOf(requirements)
  return requirements.map((requirement, i) => {
    const pair = read.get(measureOf(requirement)) as Pair
    return toReading(requirement, thresholds[i] as bigint, pair, pinned, { quorum, now })
  })
}

type Pair = { newest: QuorumResult<Amount>; finalized: QuorumResult<Amount> }

/** Every different thing to be read, once, at both blocks, all at the same time. */
async function readMeasures(requirements: FundsRequirement[], pinned: Pinned, q: number): Promise<Map<string, Pair>> {
  const distinct = new Map(requirements.map((requirement) => [measureOf(requirement), requirement]))
  const pairs = [...distinct].map(async ([measure, requirement]) => {
    return [measure, await readPair(requirement, pinned, q)] as const
  })
  return new Map(await Promise.all(pairs))
}

async function readPair(requirement: FundsRequirement, pinned: Pinned, q: number): Promise<Pair> {
  const read = (block: BlockRef) =>
    quorumRead({
      providers: pinned.providers,
      q,
      read: (provider) => onceMore(() => readAmount(provider, requirement, block)),
      keyOf: String,
      timeoutMs: requirement.kind === 'WALLET_AGE' ? AGE_TIMEOUT_MS : CALL_TIMEOUT_MS + CATCH_UP_MS,
    })

  // An age is read days before both blocks, so it is the same at both.
  if (pinned.newest.hash === pinned.finalized.hash || requirement.kind === 'WALLET_AGE') {
    const both = await read(pinned.newest)
    return { newest: both, finalized: both }
  }
  const [newest, finalized] = await Promise.all([read(pinned.newest), read(pinned.finalized)])
  return { newest, finalized }
}

async function onceMore<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!isProviderFailure(error, 'rpc')) throw error
    await wait(CATCH_UP_MS)
    return read()
  }
}

function toReading(
  requirement: FundsRequirement,
  threshold: bigint,
  { newest, finalized }: Pair,
  pinned: Pinned,
  { quorum, now }: { quorum: ChainQuorum; now: Date },
): FundsReading {
  const seen = { newest: seenOf(newest), finalized: seenOf(finalized) }
  const status = decideFunds(seen, threshold)
  const commitment =
    requirement.kind === 'BALANCE' && seen.newest !== null ? commit(requirement, seen.newest, pinned) : null

  return {
    ...unread(requirement, quorum, status === 'ERROR' ? reasonOf(newest, finalized) : null, now),
    status,
    providersAgreed: status === 'ERROR' ? 0 : Math.min(...[newest, finalized].flatMap(agreedOf)),
    blockNumber: pinned.newest.number,
    blockHash: pinned.newest.hash,
    finalizedBlockNumber: pinned.finalized.number,
    finalizedBlockHash: pinned.finalized.hash,
    ...commitment,
  }
}

function unread(
  requirement: FundsRequirement,
  { q, hosts }: ChainQuorum,
  reason: FundsReason | null,
  now: Date,
): FundsReading {
  return {
    requirement,
    status: 'ERROR',
    reason,
    provider: q === 1 ? 'single provider' : `quorum of ${q}`,
    providersAgreed: 0,
    providersAsked: hosts,
    blockNumber: null,
    blockHash: null,
    finalizedBlockNumber: null,
    finalizedBlockHash: null,
    balanceCommitment: null,
    salt: null,
    checkedAt: now,
  }
}

/** A token that is not there yet at the finalized block held nothing knowable: "could not tell", like every non-answer. */
function seenOf(result: QuorumResult<Amount>): Seen {
  return result.status === 'agreed' && result.value !== 'not a token' ? result.value : null
}

function agreedOf(result: QuorumResult<Amount>): number[] {
  return result.status === 'agreed' ? [result.providersAgreed] : []
}

function reasonOf(...results: QuorumResult<Amount>[]): FundsReason {
  const [newest] = results
  if (newest?.status === 'agreed' && newest.value === 'not a token') return 'NOT_A_TOKEN'
  return results.some((one) => one.status === 'unclear' && one.why === 'disagreed') ? 'DISAGREEMENT' : 'NO_QUORUM'
}

function commit(requirement: FundsRequirement, balance: bigint, pinned: Pinned) {
  const salt = hexOf(randomBytes(32))
  const asset = assetOf(requirement)
  return { salt, balanceCommitment: balanceCommitment({ salt, balance, asset, blockHash: pinned.newest.hash }) }
}
