import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { type FundsReading, readRequirements } from '@/lib/funds/read-funds'
import { saveReadings } from '@/lib/funds/store'
import { resolveByOracle } from '@/lib/oracle/resolve-by-oracle'
import { enqueueKeeper } from '@/lib/stake/keeper/enqueue-keeper'
import type { Challenge, Verification } from './challenge'
import { saveChange } from './change'
import { enqueueChecks } from './enqueue-checks'
import { requireMove } from './require-move'
import { backingOf, requirementsOf, sideCheckOf } from './requirements'
import type { Party } from './state'
import { closeOffers, countBackedBy, loadChallenge, lockChallenge, setVerification } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/** Until an unclear reading is repeated for the first time. */
const AGAIN_SECONDS = 3

export const VERIFICATION_FAILED = 'A wallet does not hold what the terms ask for.'

/**
 * Runs what is due. Where an oracle decides, whoever sees the challenge may have the desk look now: SOLO ends here, with
 * bonds the chain is told. Otherwise the checks of wallets, for a party or for the desk: all requirements of both sides,
 * at one pair of blocks per network (domain §2). All passed: INTENT_LOCKED. One failed: CANCELLED with reason E4021. One
 * that could not be told: nothing changes and it is asked again, in a few seconds and then by each sweep. Throws E3010,
 * E3012, E3014, E4021 when it has failed before, and what `resolveByOracle` throws of the feed.
 */
export async function verifyChallenge(ctx: Ctx, input: { id: string }) {
  const seen = await loadChallenge(ctx.db, input.id)
  const role = await requireVerifier(ctx, seen)
  if (seen.mode !== 'GATEKEEPER') return toAnswer(await askOracle(ctx, seen), { role, now: ctx.now })

  const readings = await readRequirements(ctx, requirementsOf(seen, 'lock'))

  const after = await inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    const isOpen = before.status === 'AWAITING_GATEKEEPER' && !isOver(before, ctx.now)
    return isOpen ? decide(tx, ctx, before, readings) : before
  })
  return toAnswer(after, { role, now: ctx.now })
}

function askOracle(ctx: Ctx, seen: Challenge): Promise<Challenge> {
  const { id, dealId } = seen
  if (dealId === null) return resolveByOracle(ctx, { id })
  return inTransaction(ctx, async (tx) => {
    await enqueueKeeper(tx, dealId)
    return seen
  })
}

/** What is past its deadline ends by it (expire.ts), whatever was read meanwhile. */
function isOver({ deadlineAt }: Challenge, now: Date): boolean {
  return deadlineAt !== null && deadlineAt <= now
}

async function requireVerifier(ctx: Ctx, challenge: Challenge) {
  if (ctx.actor.kind === 'system') {
    requireMove(challenge, 'lock', 'desk', ctx.now)
    return 'desk' as const
  }
  requireWriter(ctx)
  const { role } = await requireViewer(ctx, ctx.db, challenge)
  if (role !== 'stranger' && challenge.status === 'CANCELLED' && challenge.reason?.code === 'E4021')
    throw new AppError('E4021', VERIFICATION_FAILED)
  requireMove(challenge, 'verify', role, ctx.now)
  return role
}

async function decide(tx: Tx, ctx: Ctx, before: Challenge, readings: FundsReading[]): Promise<Challenge> {
  const verification = await toVerification(tx, before, readings)
  const statuses = readings.map((reading) => reading.status)

  if (statuses.includes('FAILED')) {
    await saveReadings(tx, { readings, phase: 'lock', challengeId: before.id })
    return saveChange(tx, ctx, before, {
      action: 'fail',
      actor: 'desk',
      to: 'CANCELLED',
      set: { verification, reason: { code: 'E4021', text: VERIFICATION_FAILED } },
      data: { code: 'E4021' },
      event: 'challenge.cancelled',
    })
  }
  if (statuses.includes('ERROR')) {
    await setVerification(tx, before.id, verification, ctx.now)
    // A node that was busy for a moment keeps nobody waiting for the next sweep; one that stays away is left to it.
    const { creator, counterparty } = before.verification
    const isFirst = creator?.funds !== 'ERROR' && counterparty?.funds !== 'ERROR'
    if (isFirst) await enqueueChecks(tx, before.id, AGAIN_SECONDS)
    return { ...before, verification }
  }

  const proofs = await saveReadings(tx, { readings, phase: 'lock', challengeId: before.id })
  // What one side signed to call it off before the lock was about something else than an outcome after it.
  await closeOffers(tx, before.id, 'ended', ctx.now)
  return saveChange(tx, ctx, before, {
    action: 'lock',
    actor: 'desk',
    to: 'INTENT_LOCKED',
    set: { verification: { ...verification, proofs }, offers: [] },
    data: { funds_proofs: proofs },
    event: 'challenge.locked',
  })
}

async function toVerification(tx: Tx, challenge: Challenge, readings: FundsReading[]): Promise<Verification> {
  const checkOf = async (role: Party) => {
    const wallet = backingOf(challenge, role)
    return wallet ? sideCheckOf(role, readings, await countBackedBy(tx, wallet, challenge.id)) : undefined
  }
  const [creator, counterparty] = [await checkOf('creator'), await checkOf('counterparty')]
  return { ...(creator ? { creator } : {}), ...(counterparty ? { counterparty } : {}) }
}
