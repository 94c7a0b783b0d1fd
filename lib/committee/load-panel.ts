import { finalAnchorOf } from '@/lib/anchor/final-anchor'
import { proveLeaf } from '@/lib/anchor/prove-leaf'
import { listLogEntries } from '@/lib/challenge/store'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { BundledDraw, SignedVote } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import { listDealLogs } from '@/lib/stake/follow-store'
import { findDeal } from '@/lib/stake/store'
import type { CaseSeat, DisputeCase } from './case'
import { findCase, listSeats, selectVotes } from './case-store'
import { loadRoster } from './load-roster'

type Round = BundledDraw['rounds'][number]
type Source = Omit<Round, 'seats'>

/**
 * The panel of a case as a bundle carries it: how it was drawn, so that anybody can repeat it, and its votes. Null without
 * one, and of a dispute the desk knows by its hash on chain only.
 */
export async function loadPanel(ctx: Ctx, id: Hex): Promise<{ draw: BundledDraw; votes: SignedVote[] } | null> {
  const sql = sqlOver(ctx.pool)
  const dispute = await findCase(sql, id)
  if (!dispute || dispute.rosterEpoch === null) return null

  const [roster, seats, votes] = await Promise.all([
    loadRoster(sql, dispute.rosterEpoch),
    listSeats(sql, dispute),
    selectVotes(sql, id, null),
  ])
  const anchored = dispute.dealId ? [] : await listAnchored(ctx, dispute, roster.root)
  const sources = dispute.dealId ? await chainSources(ctx, dispute.dealId) : await deskSources(ctx, dispute, anchored)
  const rounds = sources.map((source) => ({ ...source, seats: seatsOf(seats, source.round) }))
  if (rounds.length === 0 || rounds.some((round) => round.seats.length === 0)) return null

  return {
    draw: {
      case: dispute.document,
      k: dispute.k,
      m: dispute.m,
      roster: {
        epoch: roster.epoch,
        root: roster.root,
        total_weight: roster.totalWeight.toString(),
        rows: roster.rows.map((row) => ({ id: row.id, weight: row.weight.toString() })),
      },
      excluded: dispute.excluded.map(({ member, reason }) => ({ member, reason })),
      rounds,
      anchored,
    },
    votes: votes.map(({ message, domain, member, signature }) => ({ message, domain, signer: member, signature })),
  }
}

function seatsOf(seats: readonly CaseSeat[], round: number): Round['seats'] {
  return seats.flatMap((seat) => (seat.round === round ? [{ member: seat.member, attempt: seat.attempt }] : []))
}

/** The desk's own draws stand in the challenge's log. */
async function deskSources(ctx: Ctx, dispute: DisputeCase, anchored: BundledDraw['anchored']): Promise<Source[]> {
  const chainId = anchored[0]?.anchor.chain_id
  if (chainId === undefined) return []
  const entries = await listLogEntries(ctx.db, dispute.challengeId)
  return entries.flatMap(({ entry: { action, data } }) =>
    action === 'seat' && data.case === dispute.id
      ? [
          {
            round: Number(data.round),
            chain_id: chainId,
            block_number: Number(data.block_number),
            block_hash: data.block_hash as Hex,
            seed: data.seed as Hex,
          },
        ]
      : [],
  )
}

/** Those of a deal are told by the escrow: which block a round waits for, and the hash it had. */
async function chainSources(ctx: Ctx, dealId: Hex): Promise<Source[]> {
  const sql = sqlOver(ctx.pool)
  const deal = await findDeal(sql, { dealId })
  if (!deal) return []

  const sources: Source[] = []
  let block = 0
  for (const log of await listDealLogs(sql, deal)) {
    if (log.name === 'DisputeOpened' || log.name === 'SeedMissed' || log.name === 'Redrawn') {
      block = Number(log.args.seedBlock)
    }
    if (log.name !== 'SeedFixed') continue
    const { round, seed, blockHash } = log.args
    sources.push({ round, chain_id: deal.chainId, block_number: block, block_hash: blockHash, seed })
  }
  return sources
}

async function listAnchored(ctx: Ctx, dispute: DisputeCase, root: Hex): Promise<BundledDraw['anchored']> {
  const found = await Promise.all([proveLeaf(ctx.db, 'case', dispute.id), proveLeaf(ctx.db, 'roster', root)])
  return found.flatMap((inclusion) => {
    if (!inclusion) return []
    const { kind, id, proof, batch } = inclusion
    if (kind !== 'case' && kind !== 'roster') return []
    const anchor = finalAnchorOf(batch)
    return anchor ? [{ kind, id, proof, anchor }] : []
  })
}
