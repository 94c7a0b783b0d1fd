import type { Ctx } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { type FundsReading, readRequirements } from '@/lib/funds/read-funds'
import { saveReadings } from '@/lib/funds/store'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import { enqueueKeeper } from '@/lib/stake/keeper/enqueue-keeper'
import { addressOf, type Challenge, didOf, isBonded, type Offer } from './challenge'
import { type Change, saveChange } from './change'
import { finishChallenge } from './finish'
import { areAgreed, type Ending, findMatch, requireUsable, toSettleOffer } from './offers'
import { CANCELLED_TOGETHER } from './reasons'
import { requireMove } from './require-move'
import { requirementsOf } from './requirements'
import { requireSigned, type SignedText } from './signing'
import { isLocked, type Outcome, type Party } from './state'
import { closeOffers, insertOffer, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'

export type SignedEnding = { role: Party; action: 'confirm' | 'cancel' | 'split'; ends: Ending; signature: string }

/**
 * Puts a signed Settle on the table. Both sides' the same: without bonds the challenge ends; locked with bonds, the desk
 * takes the two to the chain and waits for what it says; before the lock, with nothing deposited, it is called off.
 */
export async function makeOffer(ctx: Ctx, seen: Challenge, offer: SignedEnding) {
  const { role, action } = offer
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action,
    signer: addressOf(seen, role),
    revision: seen.revision,
    signature: offer.signature,
  })
  requireAsAsked(signed, offer.ends)
  const readAtEnd = () => readRequirements(ctx, requirementsOf(seen, 'end'))
  const atEnd = findMatch(seen, role, offer.ends, ctx.now) ? await readAtEnd() : null
  try {
    return await land(ctx, seen, offer, signed, atEnd)
  } catch (error) {
    if (!(error instanceof MatchedMeanwhile)) throw error
    return land(ctx, seen, offer, signed, await readAtEnd())
  }
}

/** The other side signed the same while this was under way, and what is due at the end has not been read. */
class MatchedMeanwhile extends Error {}

function requireAsAsked({ message }: SignedText, ends: Ending): void {
  if (message.outcome !== ends.outcome) {
    throw new AppError('E3021', `You signed ${message.outcome}, but asked for ${ends.outcome}.`)
  }
  const isSame =
    message.toCreator === (ends.toCreator ?? '0') && message.toCounterparty === (ends.toCounterparty ?? '0')
  if (!isSame)
    throw new AppError('E3021', 'The amounts in the text you signed are not those of the share you asked for.')
}

/** `atEnd`: the readings due at the end; null when they have not been made, since no end was in sight. */
function land(ctx: Ctx, seen: Challenge, offer: SignedEnding, signed: SignedText, atEnd: FundsReading[] | null) {
  const { role, action, ends } = offer
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, seen.id)
    requireMove(before, action, role, ctx.now)
    if (areAgreed(before, ctx.now))
      throw new AppError('E3020', 'Both of you have signed the same, and it is being taken to the chain.')
    requireUsable(before, role, signed, ctx.now)
    const match = findMatch(before, role, ends, ctx.now)
    if (match && atEnd === null && requirementsOf(before, 'end').length > 0) throw new MatchedMeanwhile()

    const own = toSettleOffer(signed, role, action, ctx.now)
    await insertOffer(tx, before.id, own)
    const change: Change = {
      action,
      actor: didOf(before, role),
      data: { ...ends, signature_hash: sha256Hex(bytesOf(signed.signature)) },
      event: 'challenge.offer_made',
    }
    const isForChain = isBonded(before) && isLocked(before.status)
    if (!match || isForChain) {
      if (match && before.dealId) await enqueueKeeper(tx, before.dealId)
      const after = await saveChange(tx, ctx, before, change)
      return toAnswer(await loadChallenge(tx, after.id), { role, now: ctx.now })
    }

    await closeOffers(tx, before.id, 'used', ctx.now, { primaryType: 'Settle' })
    const after = isLocked(before.status)
      ? await complete(tx, ctx, before, change, { ends, signatures: creatorFirst(own, match), atEnd: atEnd ?? [] })
      : await callOff(tx, ctx, before, change)
    return toAnswer(after, { role, now: ctx.now })
  })
}

type Agreed = { ends: Ending; signatures: Hex[]; atEnd: FundsReading[] }

async function complete(tx: Tx, ctx: Ctx, before: Challenge, change: Change, { ends, signatures, atEnd }: Agreed) {
  const verification = await withReadingsAtEnd(tx, before, atEnd)
  return finishChallenge(
    tx,
    ctx,
    before,
    {
      ...change,
      to: 'COMPLETED',
      set: { verification, ...(change.action === 'cancel' ? { reason: CANCELLED_TOGETHER } : {}) },
      event: 'challenge.completed',
    },
    { outcome: ends.outcome as Outcome, quorum: { kind: 'parties', k: 2, m: 2 }, signatures },
  )
}

function callOff(tx: Tx, ctx: Ctx, before: Challenge, change: Change): Promise<Challenge> {
  return saveChange(tx, ctx, before, {
    ...change,
    to: 'CANCELLED',
    set: { reason: CANCELLED_TOGETHER, outcome: null },
    event: 'challenge.cancelled',
  })
}

/** A reading at the end only marks the receipt: whatever it says, the challenge ends as both signed. */
async function withReadingsAtEnd(tx: Tx, before: Challenge, readings: FundsReading[]) {
  if (readings.length === 0) return before.verification
  const ids = await saveReadings(tx, { readings, phase: 'end', challengeId: before.id })
  return { ...before.verification, proofs: [...(before.verification.proofs ?? []), ...ids] }
}

function creatorFirst(own: Omit<Offer, 'id'>, other: Offer): Hex[] {
  return own.role === 'creator' ? [own.signature, other.signature] : [other.signature, own.signature]
}
