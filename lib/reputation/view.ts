import { sha256Hex } from '@/lib/proof/hash'
import { blank } from './fold'
import { HALF, ONE } from './integers'
import { intervalOf } from './interval'
import type { Numbers } from './score'
import { DIMENSIONS, trustAt } from './score'
import type { EntryRow, StandingRow } from './store'

/** Parts per million → a number from 0 to 1 with six decimals at most. */
export const share = (ppm: number): number => ppm / ONE
const shareOrNull = (ppm: number | null): number | null => (ppm === null ? null : share(ppm))

type Look = { did: string; party: string; alphaPpm: number; now: Date }

/** Pure: where a party stands, as it is answered. `standing` is null for somebody without a history. */
export function toAnswer(standing: StandingRow | null, { did, party, alphaPpm, now }: Look) {
  const { numbers, evidence, receipts, counterparties, counts } = standing ?? blank()
  const { trust, prime } = standing ? trustAt(standing, now) : { trust: HALF, prime: HALF }
  return {
    did,
    party,
    ...sharesOf(numbers),
    trust: share(trust),
    trust_prime: share(prime),
    evidence,
    interval: Object.fromEntries(
      DIMENSIONS.map((d) => [d, numbers[d] === null ? null : intervalOf(numbers[d], evidence[d])]),
    ),
    receipts,
    counterparties,
    counts,
    alpha_ppm: alphaPpm,
    as_of: standing?.asOf ?? null,
    updated_at: standing?.updatedAt ?? null,
    read_at: now,
  }
}

function sharesOf(numbers: Numbers) {
  const { q, t, r, s, v, i, e } = numbers
  return {
    q: shareOrNull(q),
    t: shareOrNull(t),
    r: shareOrNull(r),
    s: shareOrNull(s),
    v: shareOrNull(v),
    i: shareOrNull(i),
    e: shareOrNull(e),
  }
}

/** Pure: one change, as it is answered. */
export function toEntryAnswer(row: EntryRow & { isSuperseded: boolean; isListed: boolean; createdAt: Date }) {
  return {
    receipt_id: row.isListed ? row.receiptId : null,
    receipt_hash: sha256Hex(row.receiptId),
    with: row.with,
    finalized_at: row.at,
    dimension: row.dimension,
    fold: row.fold,
    superseded: row.isSuperseded,
    observation: shareOrNull(row.observation),
    alpha_ppm: row.alphaPpm,
    n: row.n,
    before: shareOrNull(row.before),
    after: shareOrNull(row.after),
    created_at: row.createdAt,
  }
}
