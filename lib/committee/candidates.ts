import { type Auditor, listAuditors } from '@/lib/agent/auditor-store'
import { minimumStake, stakeContractOf } from '@/lib/agent/stake/minimum-stake'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { trustOf } from '@/lib/reputation/trust'
import type { Candidate } from './roster'

/** More than this would not fit into one page of the roster. */
const MAX_ROWS = 10_000
/** Whoever has lost all trust can still be drawn: nobody is shut out for good. */
const LEAST_TRUST = 500n
/** A stake counts up to ten times the minimum. */
const MOST_STAKES = 10n
/** Without history trust′ is a half. */
const UNKNOWN_PPM = 500_000

/** What a stake has to be for rosters; null where committees are off. */
export type StakeRule = { minimum: bigint }

/**
 * Who may sit on committees now, with their weights (domain §5): the auditors of the registry whose stake on the chain
 * this desk anchors on is enough. None where committees are off.
 */
export async function rosterCandidates(ctx: Pick<Ctx, 'pool' | 'now'>): Promise<Candidate[]> {
  const chainId = env().ANCHOR_CHAIN
  const rule = stakeRule(chainId, await minimumStake(chainId))
  if (!rule) return []

  const sql = sqlOver(ctx.pool)
  const auditors = await listAuditors(sql, { chainId, contract: stakeContractOf(chainId), now: ctx.now })
  const staked = auditors.filter(({ stake }) => stake >= rule.minimum)
  const trusts = await trustOf(sql, staked.map(idOf), ctx.now)
  return heaviest(staked.map((auditor) => toCandidate(auditor, rule, trusts)))
}

/**
 * Pure: whether a chain has committees, and what a member must have locked. Off the local chain a place in a roster has to
 * cost something, or one person could fill it.
 */
export function stakeRule(chainId: number, minimum: bigint | null): StakeRule | null {
  if (chainId === LOCAL_CHAIN) return { minimum: minimum ?? 0n }
  return minimum ? { minimum } : null
}

/** Pure: max(500, trust′ in basis points) × min(10, stake ÷ minimum), rounded down; the stake is one where none is asked for. */
export function weightOf(trustPpm: number, stake: bigint, { minimum }: StakeRule): bigint {
  const points = BigInt(Math.trunc(trustPpm / 100))
  const trust = points < LEAST_TRUST ? LEAST_TRUST : points
  if (minimum === 0n) return trust

  const most = minimum * MOST_STAKES
  return (trust * (stake < most ? stake : most)) / minimum
}

function toCandidate(auditor: Auditor, rule: StakeRule, trusts: ReadonlyMap<string, number>): Candidate {
  const id = idOf(auditor)
  return { id, weight: weightOf(trusts.get(id) ?? UNKNOWN_PPM, auditor.stake, rule) }
}

/** As a row of a roster is known: a wallet by its address, whatever chain its DID names; others by their DID. */
function idOf({ did }: Auditor): string {
  return partyKeyOf(did)
}

function heaviest(candidates: Candidate[]): Candidate[] {
  if (candidates.length <= MAX_ROWS) return candidates
  return candidates.toSorted((a, b) => Number(b.weight - a.weight)).slice(0, MAX_ROWS)
}
