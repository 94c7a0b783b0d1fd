import { z } from 'zod'
import { inTransaction } from '@/lib/db/transaction'
import { deskIsAwake } from '@/lib/desk/heartbeat'
import { isAppError } from '@/lib/errors'
import { task } from '@/lib/queue/task'
import { followersOf, publishChange } from './change'
import { expireChallenge } from './expire'
import { clearWarning, lockChallenge } from './store'
import { verifyChallenge } from './verify'

const ChallengeJob = z.object({ id: z.uuid() })

/** Ends what is past its deadline. While the desk itself was away the clock is not fair: then it waits for the next sweep. */
export const expire = task('expire-challenge', ChallengeJob, async (ctx, { id }) => {
  if (await deskIsAwake(ctx.db, ctx.now)) await expireChallenge(ctx, { id })
})

/** Runs the checks after an acceptance, and again while the chain could not be read. */
export const verifyParties = task('verify-parties', ChallengeJob, async (ctx, { id }) => {
  try {
    await verifyChallenge(ctx, { id })
  } catch (error) {
    // Somebody else verified, cancelled or let it expire meanwhile: nothing is left to do.
    if (!isAppError(error, 'E3014')) throw error
  }
})

/** Four fifths of the time are over: both sides are told, once. */
export const warnDeadline = task('warn-deadline', ChallengeJob, async (ctx, { id }) => {
  await inTransaction(ctx, async (tx) => {
    const challenge = await lockChallenge(tx, id)
    if (!challenge.warnAt || challenge.warnAt > ctx.now || challenge.endedAt) return
    await clearWarning(tx, id)
    await publishChange(tx, ctx, challenge, 'challenge.deadline_near', await followersOf(tx, challenge))
  })
})
