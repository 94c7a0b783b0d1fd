import { stakeRule } from '@/lib/committee/candidates'
import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { isAppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import { parseDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { trustOf } from '@/lib/reputation/trust'
import { type Agent, isActive, standingOf } from './agent'
import { minimumStake, stakeContractOf } from './stake/minimum-stake'
import { listStakes, type StakeRow } from './stake/store'
import { listWalletsOf } from './store'

/** Where members of this desk's committees lock their stake; `minimum` undefined while the chain cannot be asked. */
export type StakePlace = { chainId: number; contract: Hex | null; minimum: bigint | null | undefined }

/** Asked outside of transactions: the first time, it asks the chain. */
export async function findStakePlace(): Promise<StakePlace> {
  const chainId = env().ANCHOR_CHAIN
  const contract = stakeContractOf(chainId)
  try {
    return { chainId, contract, minimum: await minimumStake(chainId) }
  } catch (error) {
    if (isAppError(error)) return { chainId, contract, minimum: undefined }
    throw error
  }
}

/** An agent as anybody may see it. */
export async function toView(sql: Sql, ctx: Ctx, agent: Agent, place: StakePlace) {
  const wallets = await walletsOf(sql, agent)
  const stake = await largestStake(sql, place, wallets)
  const party = partyKeyOf(agent.did)
  const trust = (await trustOf(sql, [party], ctx.now)).get(party) ?? 0
  const { minimum } = place
  const asked = minimum === undefined ? undefined : (stakeRule(place.chainId, minimum)?.minimum ?? null)

  return {
    did: agent.did,
    member: agent.member,
    name: agent.name,
    capabilities: agent.capabilities,
    tags: agent.tags,
    active: isActive(agent, ctx.now),
    ttl_seconds: agent.ttlSeconds,
    expires_at: agent.expiresAt,
    auditor: agent.auditor,
    auditor_since: agent.auditorSince,
    standing: standingOf(
      agent,
      { isLinked: wallets.length > 0 || parseDid(agent.did) === null, locked: stake.locked, minimum: asked },
      ctx.now,
    ),
    stake: place.contract && {
      chain_id: caip2(place.chainId),
      contract: place.contract,
      minimum: minimum?.toString() ?? null,
      locked: stake.locked.toString(),
      waiting: stake.waiting.toString(),
      free_at: stake.freeAt,
    },
    trust: trust / 1_000_000,
    reputation_url: `/api/v1/reputation/${encodeURIComponent(agent.did)}`,
    yours: ctx.actor.kind === 'user' && ctx.actor.userId === agent.userId,
    registered_at: agent.createdAt,
    updated_at: agent.updatedAt,
  }
}

/** The wallets whose stake counts for it: its own while its owner holds it, or all of its owner's when it has none. */
async function walletsOf(sql: Sql, { did, userId }: Agent): Promise<string[]> {
  const linked = await listWalletsOf(sql, userId)
  const own = parseDid(did)?.address
  return own ? linked.filter((address) => address === own) : linked
}

async function largestStake(
  sql: Sql,
  { chainId, contract }: StakePlace,
  wallets: readonly string[],
): Promise<StakeRow> {
  const none = { locked: 0n, waiting: 0n, freeAt: null }
  if (!contract) return none
  const stakes = [...(await listStakes(sql, { chainId, address: contract }, wallets)).values()]
  return stakes.reduce((best, one) => (one.locked > best.locked ? one : best), stakes[0] ?? none)
}
