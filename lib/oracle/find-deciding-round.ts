import type { BlockRef } from '@/lib/chain/answers'
import { type ChainQuorum, quorumOf } from '@/lib/chain/chain-quorum'
import { findFeed } from '@/lib/chain/feeds'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { pinBlocks } from '@/lib/chain/pinned-blocks'
import type { Provider } from '@/lib/chain/providers'
import { quorumRead } from '@/lib/chain/quorum-read'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { findRound, type Round } from './find-round'
import { feedAt } from './read-feed'

/** What a deal names of its oracle, as far as it picks the round. Unix seconds. */
export type OracleWindow = { feed: Hex; notBefore: bigint; maxAge: bigint }

/** `none yet`: the round may still come. `never`: it came and says nothing usable, or its time is over. */
export type DecidingRound = Round | 'none yet' | 'never'

/** A search takes some twenty calls, one after the other. */
const SEARCH_TIMEOUT_MS = 15_000

/**
 * The feed's first round from `notBefore` on, by the rule the escrow checks, read at one final block by as many providers
 * as a proof of funds asks. E4001 when they or the feed do not answer; E4002 when the feed is not what the list says.
 */
export async function findDecidingRound(
  ctx: { now: Date },
  { chainId, oracle }: { chainId: number; oracle: OracleWindow },
  { providers, q, hosts }: ChainQuorum = quorumOf(chainId),
): Promise<DecidingRound> {
  const pinned =
    hosts < q ? null : await pinBlocks({ providers, q, now: ctx.now, instantFinality: chainId === LOCAL_CHAIN })
  if (pinned?.status !== 'pinned') throw unavailable()

  const result = await quorumRead({
    providers: pinned.providers,
    q,
    read: (provider) => search(provider, oracle, pinned.finalized),
    keyOf: ({ decimals, round }) => `${decimals} ${sayRound(round)}`,
    timeoutMs: SEARCH_TIMEOUT_MS,
  })
  if (result.status !== 'agreed') throw unavailable()

  const { decimals, round } = result.value
  const listed = findFeed(chainId, oracle.feed)
  if (listed && listed.decimals !== decimals) {
    throw new AppError('E4002', 'The feed counts in other units than the ones it was listed with: it decides nothing.')
  }
  return round
}

async function search(provider: Provider, oracle: OracleWindow, block: BlockRef) {
  const feed = feedAt(provider, oracle.feed, block)
  const [decimals, latest] = await Promise.all([feed.decimals(), feed.latest()])
  return { decimals, round: await decide(latest, feed.round, oracle, BigInt(block.time)) }
}

async function decide(
  latest: Round | null,
  read: (roundId: bigint) => Promise<Round | null>,
  { notBefore, maxAge }: OracleWindow,
  now: bigint,
): Promise<DecidingRound> {
  const until = notBefore + maxAge
  const found = latest && (await findRound(latest, read, { notBefore, until }))
  if (found) return found
  if (latest && latest.updatedAt >= notBefore) return 'never'
  return now > until ? 'never' : 'none yet'
}

function sayRound(round: DecidingRound): string {
  return typeof round === 'string' ? round : `${round.roundId} ${round.answer} ${round.updatedAt}`
}

function unavailable(): AppError {
  return new AppError('E4001', 'The feed could not be read just now. The desk asks again by itself.')
}
