import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { bearingOn } from './bearing'
import { correctionsOf } from './corrections'
import { dampingAmong, inFoldOrder } from './damping'
import { findPlace, listDealings, listDecided, namesOf, type Placed } from './facts-store'
import { alphaFor, blank, type Evidence, type Folded, foldEvidence } from './fold'
import { ONE } from './integers'
import { findLastPlace, insertEntries, listEffective, listStandings, lockParties, saveStanding } from './store'

type Place = { at: Date; receiptId: string }

/**
 * Folds a decided receipt into the reputation of whom it is about (domain §6). One that is decided later than others but
 * stands before them in the order, and one that was reversed, is folded again from there: whatever comes out differently is
 * written as a correction. So the order in which jobs run never shows in the numbers, and running one twice changes nothing.
 */
export async function foldReceipt(ctx: Pick<Ctx, 'pool' | 'now'>, { receiptId }: { receiptId: string }): Promise<void> {
  await inSqlTransaction(ctx, async (sql) => {
    const place = await findPlace(sql, receiptId)
    if (!place) return

    const parties = await concernedBy(sql, place)
    await lockParties(sql, parties)
    for (const party of parties) await foldOnto(sql, party, place, ctx.now)
  })
}

/**
 * Whom it is folded onto; and every wallet of the two users that dealt with the other's since, because what later receipts of a pair
 * weigh depends on how many came before.
 */
async function concernedBy(sql: Sql, place: Placed): Promise<string[]> {
  const dealings = await listDealings(sql, [place])
  const later = dealings.filter((dealing) => inFoldOrder(dealing, place) > 0).flatMap(({ on }) => on)
  return [...new Set([...place.on, ...later])].sort()
}

async function foldOnto(sql: Sql, party: string, place: Place, now: Date): Promise<void> {
  const last = await findLastPlace(sql, party)
  if (last !== null && inFoldOrder(place, last) <= 0) await foldAgain(sql, party, now)
  else await foldOn(sql, party, last, now)
}

/** Everything decided since the last receipt that was folded, on top of where the party stands. */
async function foldOn(sql: Sql, party: string, last: Place | null, now: Date): Promise<void> {
  const evidence = await evidenceOn(sql, party, last)
  if (evidence.length === 0) return

  const standing = (await listStandings(sql, [party])).get(party)
  const { rows, end } = foldEvidence(standing ? foldedOf(standing) : blank(), evidence)
  await insertEntries(
    sql,
    party,
    rows.map((row) => ({ ...row, fold: 0 })),
    now,
  )
  await save(sql, party, end, evidence, now)
}

/** Everything from the beginning, against what stands there. */
async function foldAgain(sql: Sql, party: string, now: Date): Promise<void> {
  const evidence = await evidenceOn(sql, party, null)
  const { rows, end } = foldEvidence(blank(), evidence)
  const corrections = correctionsOf(await listEffective(sql, party), rows)
  if (corrections.length === 0) return

  await insertEntries(sql, party, corrections, now)
  await save(sql, party, end, evidence, now)
}

async function save(sql: Sql, party: string, end: Folded, evidence: readonly Evidence[], now: Date): Promise<void> {
  await saveStanding(sql, { ...end, id: party, asOf: evidence.at(-1)?.at ?? now, updatedAt: now })
}

/** What the receipts of a party say of it, each with its weight. */
async function evidenceOn(sql: Sql, party: string, after: Place | null): Promise<Evidence[]> {
  const alphaPpm = Math.round(env().REPUTATION_ALPHA * ONE)
  const known = await listDecided(sql, party, after)
  const bearings = known.flatMap((one) => {
    const bearing = bearingOn(one, party)
    return bearing ? [{ known: one, bearing }] : []
  })
  if (bearings.length === 0) return []

  const dampingOf = dampingAmong(
    await listDealings(
      sql,
      bearings.map((one) => one.known),
    ),
    party,
  )
  return bearings.map(({ known: { receiptId, at, parties, users }, bearing }) => ({
    receiptId,
    at,
    ...bearing,
    alphaPpm: alphaFor(alphaPpm, bearing.isBacked),
    ...dampingOf({ receiptId, at, ...namesOf({ parties, users }), on: [party] }),
  }))
}

function foldedOf({ numbers, evidence, receipts, counterparties, counts }: Folded): Folded {
  return { numbers, evidence, receipts, counterparties, counts }
}
