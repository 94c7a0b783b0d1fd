import type { Challenge } from '@/lib/challenge/challenge'
import { saveChange } from '@/lib/challenge/change'
import { finishChallenge } from '@/lib/challenge/finish'
import { requireSigned, type SignedText } from '@/lib/challenge/signing'
import { isTerminal, type Outcome } from '@/lib/challenge/state'
import { lockChallenge } from '@/lib/challenge/store'
import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { pkhDid } from '@/lib/proof/did'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import type { VoteMessage } from '@/lib/proof/typed-data'
import { enqueueKeeper } from '@/lib/stake/keeper/enqueue-keeper'
import { type CaseVote, type DisputeCase, findVerdict } from './case'
import { findCase, insertVote, listSeats, selectVotes } from './case-store'
import { requireCase } from './require-case'

export type CastVote = { id: string; outcome: Outcome; signature: string }

/**
 * A seated member's signed outcome. With k equal ones an unbonded challenge is COMPLETED in the same transaction; of a
 * bonded one the desk takes them to the chain. Throws E9008 where there is no dispute, E7002 (no seat in its present
 * round), E7004 (voted already), E3020 (it is over), E3021 (signed another outcome), and the signature's codes.
 */
export async function castVote(ctx: Ctx, input: CastVote) {
  requireWriter(ctx)
  const { challenge, member } = await requireCase(ctx, input.id, () => notSeated('You do not sit on this panel.'))
  if (!member) throw notSeated('The parties do not vote on their own dispute.')

  const signed = await requireSigned(ctx, {
    challenge,
    action: 'vote',
    signer: member,
    revision: challenge.revision,
    signature: input.signature,
  })
  if (signed.message.outcome !== input.outcome) {
    throw new AppError('E3021', `You signed ${signed.message.outcome}, but asked for ${input.outcome}.`)
  }
  const vote = toVote(signed, member, input.outcome, ctx.now)

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, challenge.id)
    const dispute = await requireOpen(tx, input.id, before, ctx.now)
    const seated = await requireSeat(tx, dispute, vote)
    await requireFirst(tx, dispute, vote)
    if (!(await insertVote(tx, dispute.id, vote))) throw votedAlready()

    const after = await logVote(tx, ctx, before, dispute, vote)
    const counted = await selectVotes(tx, dispute.id, dispute.dealId ? dispute.round : null)
    const verdict = findVerdict(dispute.k, seated, counted)
    if (verdict) await carryOut(tx, ctx, after, dispute, verdict)
    return {
      case_id: dispute.id,
      member,
      round: vote.round,
      outcome: vote.outcome,
      status: verdict && !dispute.dealId ? ('DECIDED' as const) : dispute.status,
      decided: verdict?.outcome ?? null,
    }
  })
}

function toVote(signed: SignedText, member: Hex, outcome: Outcome, now: Date): CaseVote {
  const message = signed.message as unknown as VoteMessage
  return {
    round: message.round,
    member,
    outcome,
    domain: signed.domain,
    message,
    signature: signed.signature,
    signatureHash: sha256Hex(bytesOf(signed.signature)),
    createdAt: now,
  }
}

async function requireOpen(tx: Tx, id: string, challenge: Challenge, now: Date): Promise<DisputeCase> {
  const dispute = await findCase(tx, id)
  const isLate = challenge.deadlineAt !== null && challenge.deadlineAt <= now
  if (dispute?.status !== 'OPEN' || isTerminal(challenge.status) || isLate) {
    throw new AppError('E3020', 'This dispute is not open for votes any more.')
  }
  return dispute
}

/** The members of the present round. A text of another dispute or an older round is no vote in this one. */
async function requireSeat(tx: Tx, dispute: DisputeCase, vote: CaseVote): Promise<Hex[]> {
  const seats = (await listSeats(tx, dispute)).filter(({ round }) => round === dispute.round)
  const seated = seats.map(({ member }) => member)
  if (!seated.includes(vote.member)) throw notSeated('You do not sit on this panel any more.')
  if (vote.round !== dispute.round || vote.message.deal !== (dispute.dealId ?? dispute.id)) {
    throw notSeated('You signed for an older round or another dispute. Ask for the text again and sign that.')
  }
  return seated
}

/** On chain each round begins anew; the desk's own draw keeps the members who have voted, and so their votes. */
async function requireFirst(tx: Tx, dispute: DisputeCase, vote: CaseVote): Promise<void> {
  const cast = await selectVotes(tx, dispute.id, dispute.dealId ? dispute.round : null)
  if (cast.some(({ member }) => member === vote.member)) throw votedAlready()
}

function logVote(tx: Tx, ctx: Ctx, before: Challenge, dispute: DisputeCase, vote: CaseVote): Promise<Challenge> {
  return saveChange(tx, ctx, before, {
    action: 'vote',
    actor: pkhDid(vote.domain.chainId, vote.member),
    data: { case: dispute.id, round: vote.round, outcome: vote.outcome, signature_hash: vote.signatureHash },
    event: 'challenge.voted',
  })
}

type Verdict = { outcome: Outcome; votes: CaseVote[] }

/** Bonded, the chain ends it, and the desk's worker makes the call; otherwise it ends here. */
async function carryOut(tx: Tx, ctx: Ctx, before: Challenge, dispute: DisputeCase, verdict: Verdict): Promise<void> {
  if (dispute.dealId) {
    await enqueueKeeper(tx, dispute.dealId)
    return
  }
  const votes = verdict.votes.map(({ signatureHash }) => signatureHash)
  await finishChallenge(
    tx,
    ctx,
    before,
    {
      action: 'verdict',
      actor: 'desk',
      to: 'COMPLETED',
      data: { case: dispute.id, round: dispute.round, outcome: verdict.outcome, votes },
      event: 'challenge.completed',
    },
    {
      outcome: verdict.outcome,
      quorum: { kind: 'committee', k: dispute.k, m: dispute.m },
      signatures: verdict.votes.map(({ signature }) => signature),
      case: { id: dispute.id, votes },
    },
  )
}

function notSeated(why: string): AppError {
  return new AppError('E7002', why)
}

function votedAlready(): AppError {
  return new AppError('E7004', 'You have voted on this dispute; nobody votes twice.')
}
