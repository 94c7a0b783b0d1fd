import { type Ctx, requireUser } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { trustOf } from '@/lib/reputation/trust'
import { type Agent, isActive } from './agent'
import { type Rank, sayRank, scoreOf, similarityOf } from './rank'
import type { AgentFilter } from './schemas'
import { listAgents, listMatches, type Match, toWords } from './search-store'

type Ranked = { match: Match; rank: Rank; score: number }

/**
 * Agents that fit, the best `limit` and no next page (domain §10): by how many of the words they have, how far they are trusted, and how
 * useful they were. Every filter holds before the best are taken. With `mine`, the caller's own, expired ones too (E9005
 * for nobody).
 */
export async function findAgents(ctx: Ctx, { q, tags = [], min_trust = 0, mine, limit }: AgentFilter) {
  const sql = sqlOver(ctx.pool)
  const words = q ? await toWords(sql, q) : []
  // Words were asked for, and none of them means anything: nothing can be like them.
  if (q?.trim() && words.length === 0) return { data: [], next_cursor: null }

  const userId = mine ? requireUser(ctx).userId : null
  const matches = await listMatches(sql, { words, tags, userId, now: ctx.now, most: limit })
  const ranked = await rankAll(sql, matches, words, ctx.now)
  const best = ranked
    .filter(({ rank }) => rank.trust >= min_trust)
    .sort(byScore)
    .slice(0, limit)

  const dids = best.map(({ match }) => match.did)
  const agents = new Map((await listAgents(sql, dids)).map((agent) => [agent.did, agent]))
  return {
    data: best.flatMap((one) => {
      const agent = agents.get(one.match.did)
      return agent ? [toRow(agent, one, words, ctx.now)] : []
    }),
    next_cursor: null,
  }
}

async function rankAll(sql: Sql, matches: readonly Match[], words: readonly string[], now: Date): Promise<Ranked[]> {
  const trusts = await trustOf(sql, [...new Set(matches.map(({ did }) => partyKeyOf(did)))], now)
  return matches.map((match) => {
    const similarity = similarityOf({ asked: words, ...match })
    const rank = { similarity, trust: (trusts.get(partyKeyOf(match.did)) ?? 0) / 1_000_000, usefulness: 0 }
    return { match, rank, score: scoreOf(rank) }
  })
}

/** Equal ones stand by their DID, so that the same question has the same answer. */
function byScore(a: Ranked, b: Ranked): number {
  return b.score - a.score || (a.match.did < b.match.did ? -1 : 1)
}

function toRow(agent: Agent, { match, rank, score }: Ranked, words: readonly string[], now: Date) {
  const { did, name, capabilities, tags, auditor, expiresAt } = agent
  return {
    did,
    name,
    capabilities,
    tags,
    auditor,
    active: isActive(agent, now),
    expires_at: expiresAt,
    rank: { score, ...rank, why: sayRank({ asked: words, ...match }, rank) },
  }
}
