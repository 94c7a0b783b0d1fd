import type { Ctx } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { readRequirements } from '@/lib/funds/read-funds'
import { saveReadings } from '@/lib/funds/store'
import { finalCommitment, soloCommitment } from '@/lib/proof/commitment'
import type { Hex } from '@/lib/proof/hash'
import { type Challenge, didOf } from './challenge'
import { saveChange } from './change'
import { finishChallenge } from './finish'
import { requireMove } from './require-move'
import { requirementsOf } from './requirements'
import { recordFirstIntent, requireRevision } from './send'
import { requireSigned } from './signing'
import { lockChallenge } from './store'
import { VERIFICATION_FAILED } from './verify'
import { toAnswer } from './view'

/**
 * SOLO: the creator signs the Intent, what they promised to hold is read, and it is COMPLETED at once, or waits for the
 * oracle its terms name. A wallet that is
 * short is E4021, a chain that cannot be read E4020; nothing has changed then.
 */
export async function confirmSolo(ctx: Ctx, seen: Challenge, signature: string) {
  const signer = seen.creator.address
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action: 'confirm',
    signer,
    revision: seen.revision,
    signature,
  })
  const readings = await readRequirements(ctx, requirementsOf(seen, 'lock'))
  if (readings.some((reading) => reading.status === 'FAILED')) throw new AppError('E4021', VERIFICATION_FAILED)
  if (readings.some((reading) => reading.status === 'ERROR')) {
    throw new AppError('E4020', 'The chain could not be read just now. Confirm again in a moment.')
  }

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, seen.id)
    requireMove(before, 'confirm', 'creator', ctx.now)
    requireRevision(before.revision, signed.revision)

    const first = await recordFirstIntent(tx, signed, 'creator', ctx.now)
    const counterHash = soloCommitment(first.initiatorHash)
    const proofs = await saveReadings(tx, { readings, phase: 'lock', challengeId: before.id })
    const locked = await saveChange(tx, ctx, before, {
      action: 'confirm',
      actor: didOf(before, 'creator'),
      to: 'INTENT_LOCKED',
      set: {
        ...first,
        counterHash,
        finalHash: finalCommitment(first.initiatorHash, counterHash),
        verification: {
          ...(readings.length > 0
            ? {
                creator: {
                  funds: 'PASSED' as const,
                  providers_agreed: Math.min(...readings.map((r) => r.providersAgreed)),
                },
              }
            : {}),
          proofs,
        },
      },
      data: {
        initiator_hash: first.initiatorHash,
        counter_hash: counterHash,
        ...(proofs.length > 0 ? { funds_proofs: proofs } : {}),
      },
      event: 'challenge.locked',
    })
    const hasOracle = before.resolution.strategy === 'ORACLE'
    const after = hasOracle ? await waitForOracle(tx, ctx, locked) : await complete(tx, ctx, locked, signed.signature)
    return toAnswer(after, { role: 'creator', now: ctx.now })
  })
}

function complete(tx: Tx, ctx: Ctx, locked: Challenge, signature: Hex): Promise<Challenge> {
  return finishChallenge(
    tx,
    ctx,
    locked,
    {
      action: 'resolve',
      actor: 'desk',
      to: 'COMPLETED',
      data: { outcome: 'FULFILLED' },
      event: 'challenge.completed',
    },
    { outcome: 'FULFILLED', quorum: { kind: 'parties', k: 1, m: 1 }, signatures: [signature] },
  )
}

/** The feed is asked from the agreed moment on (lib/oracle). */
function waitForOracle(tx: Tx, ctx: Ctx, locked: Challenge): Promise<Challenge> {
  return saveChange(tx, ctx, locked, {
    action: 'begin',
    actor: 'desk',
    to: 'AWAITING_RESOLUTION',
    event: 'challenge.begun',
  })
}
