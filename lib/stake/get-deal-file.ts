import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Challenge } from '@/lib/challenge/challenge'
import { loadChallenge } from '@/lib/challenge/store'
import { loadRoster, type PublishedRoster } from '@/lib/committee/load-roster'
import { caseOf, listVotes } from '@/lib/committee/votes'
import { type Ctx, requireUser } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import { domainFor } from '@/lib/proof/typed-data'
import { toDealJson } from './deal'
import { requireInsider } from './require-insider'
import { type DealRow, findDeal } from './store'

/**
 * Everything it takes to leave without the desk (`GET challenges/:id/deal`): the deal, what was signed about it and is still
 * open, the votes, and the roster with a proof of every row. For the parties, the moderator and who sits on the panel;
 * E3010 for everybody else, E5010 while there is no deal.
 */
export async function getDealFile(ctx: Ctx, { id }: { id: string }) {
  requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const challenge = await loadChallenge(ctx.db, id)
  const { member } = await requireInsider(ctx, challenge)
  const row = await findDeal(sql, { challengeId: challenge.id })
  if (!row) throw new AppError('E5010', 'There is no deal yet: it is made when both have signed bonded terms.')

  const dispute = await caseOf(sql, challenge.id)
  const isOpened = dispute !== null && dispute.status !== 'PREPARED'
  const votes = isOpened ? await listVotes(sql, dispute.id) : []
  const [rpcUrl] = row.chainId === LOCAL_CHAIN ? (env().rpcUrls.get(row.chainId) ?? []) : []
  return {
    id: row.id,
    challenge: challenge.id,
    chain_id: caip2(row.chainId),
    escrow: row.escrow,
    ...(rpcUrl ? { rpc_url: rpcUrl } : {}),
    deal: toDealJson(row.deal),
    domain: domainFor(row.chainId, row.escrow),
    status: toStatus(row),
    nonces: { creator: String(challenge.nonces.creator), counterparty: String(challenge.nonces.counterparty) },
    case_hash: isOpened ? dispute.id : null,
    settlement: member ? [] : toSettlement(challenge),
    votes: votes.map(({ member, outcome, round, signature }) => ({ member, outcome, round, signature })),
    roster: toRoster(await findRosterOf(sql, challenge)),
  }
}

function toSettlement({ offers }: Challenge) {
  return offers
    .filter(({ primaryType }) => primaryType === 'Settle')
    .map(({ role, signer, message, signature }) => ({ role, signer, message, signature }))
}

async function findRosterOf(sql: Sql, { resolution }: Challenge): Promise<PublishedRoster | null> {
  return resolution.panel ? loadRoster(sql, resolution.panel.epoch) : null
}

function toRoster(roster: PublishedRoster | null) {
  if (!roster) return null
  const rows = roster.rows.map(({ index, id, member, weightBefore, weight }) => ({
    index,
    id,
    member,
    weight_before: weightBefore,
    weight,
    proof: roster.proofOf(index),
  }))
  return { epoch: roster.epoch, root: roster.root, total_weight: roster.totalWeight, rows }
}

function toStatus(row: DealRow) {
  const at = (seconds: bigint) => new Date(Number(seconds) * 1000)
  return {
    seen: row.seenState,
    confirmed: row.state,
    join_by: at(row.deal.joinBy),
    respond_by: row.deal.respondBy === 0n ? null : at(row.deal.respondBy),
    settle_by: at(row.deal.settleBy),
    disputed_at: row.disputedAt,
    dispute_until: row.disputeUntil,
    round: row.round,
    seed_block: row.seedBlock === null ? null : Number(row.seedBlock),
    seed: row.seed,
    next_attempt: row.nextAttempt,
    responses: { creator: row.creatorResponse, counterparty: row.counterpartyResponse },
    ending: row.ending,
    ended_tx: row.endedTx,
  }
}
