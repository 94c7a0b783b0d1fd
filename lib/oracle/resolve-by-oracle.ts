import type { Challenge } from '@/lib/challenge/challenge'
import type { OracleTerms } from '@/lib/challenge/draft'
import { finishChallenge } from '@/lib/challenge/finish'
import { loadChallenge, lockChallenge } from '@/lib/challenge/store'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { findDecidingRound, type OracleWindow } from './find-deciding-round'
import type { Round } from './find-round'

/**
 * Ends a SOLO challenge by what its feed said, once: FULFILLED when the comparison is true, NO_CONTEST when it is false.
 * Before the deciding round is there nothing changes. Returns the challenge as it is then. E4001 when the feed cannot be
 * read; E4002 when it will never decide, so that the challenge ends at its deadline.
 */
export async function resolveByOracle(ctx: Ctx, input: { id: string }): Promise<Challenge> {
  const seen = await loadChallenge(ctx.db, input.id)
  const oracle = oracleOf(seen, ctx.now)
  if (!oracle) return seen

  const round = await findDecidingRound(ctx, { chainId: seen.creator.chainId, oracle: toWindow(oracle) })
  if (round === 'none yet') return seen
  if (round === 'never') {
    throw new AppError(
      'E4002',
      'The feed’s first answer from the agreed moment on came too late or says nothing: the challenge ends at its deadline.',
    )
  }

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    if (!oracleOf(before, ctx.now)) return before
    const outcome = isMet(oracle, round.answer) ? 'FULFILLED' : 'NO_CONTEST'
    return finishChallenge(
      tx,
      ctx,
      before,
      {
        action: 'resolve',
        actor: 'desk',
        to: 'COMPLETED',
        data: { outcome, ...toData(round) },
        event: 'challenge.completed',
      },
      { outcome, quorum: { kind: 'oracle', k: 1, m: 1 }, signatures: [] },
    )
  })
}

/** The oracle that may end the challenge now; null once it is over, and past its deadline, which ends it otherwise. */
function oracleOf(challenge: Challenge, now: Date): OracleTerms | null {
  const { mode, status, resolution, deadlineAt } = challenge
  if (mode !== 'SOLO' || status !== 'AWAITING_RESOLUTION' || resolution.strategy !== 'ORACLE') return null
  if (deadlineAt && deadlineAt <= now) return null
  return resolution.oracle ?? null
}

function toWindow({ feed, not_before, max_age_seconds }: OracleTerms): OracleWindow {
  return {
    feed: feed as Hex,
    notBefore: BigInt(Math.ceil(Date.parse(not_before) / 1000)),
    maxAge: BigInt(max_age_seconds),
  }
}

/** Pure: whether an answer is what the terms ask for. */
export function isMet(
  { comparator, threshold }: Pick<OracleTerms, 'comparator' | 'threshold'>,
  answer: bigint,
): boolean {
  return comparator === 'gte' ? answer >= BigInt(threshold) : answer <= BigInt(threshold)
}

/** What the log keeps, for whoever wants to look it up on the chain. */
function toData({ roundId, answer, updatedAt }: Round) {
  return {
    round_id: roundId.toString(),
    answer: answer.toString(),
    updated_at: new Date(Number(updatedAt) * 1000).toISOString(),
  }
}
