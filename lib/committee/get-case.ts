import type { Challenge } from '@/lib/challenge/challenge'
import { didOfCounterparty } from '@/lib/challenge/view'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { listEvidence } from '@/lib/evidence/list-evidence'
import { toEvidenceAnswer } from '@/lib/evidence/view'
import { pkhDid } from '@/lib/proof/did'
import type { CaseVote } from './case'
import { selectVotes } from './case-store'
import { requireCase, type SeenCase } from './require-case'

/** A dispute, for its parties and who sits on its panel (`GET cases/:id`). E9008 for everybody else. */
export async function getCase(ctx: Ctx, { id }: { id: string }) {
  const seen = await requireCase(ctx, id)
  const sql = sqlOver(ctx.pool)
  const [evidence, votes] = await Promise.all([listEvidence(sql, id), selectVotes(sql, id, null)])
  return { ...toAnswer(seen, votes), evidence: evidence.map(toEvidenceAnswer) }
}

function toAnswer({ dispute, challenge, seats, role, member }: SeenCase, votes: readonly CaseVote[]) {
  return {
    id: dispute.id,
    challenge_id: dispute.challengeId,
    deal_id: dispute.dealId,
    your_role: role,
    your_seat: member,
    status: dispute.status,
    outcome: dispute.outcome,
    opener: dispute.document.opener,
    reason: dispute.reason,
    document: dispute.document,
    k: dispute.k,
    m: dispute.m,
    round: dispute.round,
    roster_epoch: dispute.rosterEpoch,
    seed_block: dispute.seedBlock,
    block_hash: dispute.blockHash,
    seed: dispute.seed,
    committee: seats
      .filter(({ round }) => round === dispute.round)
      .map(({ seat, member: address, attempt }) => ({ seat, member: address, attempt })),
    excluded: dispute.excluded,
    votes: votes.map((vote) => ({
      member: vote.member,
      round: vote.round,
      outcome: vote.outcome,
      signature: vote.signature,
      signature_hash: vote.signatureHash,
      at: vote.createdAt,
    })),
    challenge: toSubject(challenge),
    opened_at: dispute.openedAt,
    ended_at: dispute.endedAt,
  }
}

/** What the panel has to judge: a member may see it here even when the challenge itself is the parties' alone. */
function toSubject(challenge: Challenge) {
  return {
    mode: challenge.mode,
    status: challenge.status,
    title: challenge.title,
    description: challenge.description,
    terms: challenge.terms,
    documents: challenge.documents,
    creator: pkhDid(challenge.creator.chainId, challenge.creator.address),
    counterparty: didOfCounterparty(challenge),
    bond: challenge.bond,
    resolution: challenge.resolution,
    final_hash: challenge.finalHash,
    deadline_at: challenge.deadlineAt,
  }
}
