import { nextSeats } from '../committee/draw'
import type { Roster } from '../committee/roster'
import type { Hex } from '../proof/hash'
import type { Deal } from './deal'

/** How far the draw of a disputed deal is, as the escrow says. */
export type DrawNow = {
  deal: Deal
  seed: Hex
  round: number
  seats: readonly Hex[]
  nextAttempt: number
  roster: Roster
}

/** Pure: the draw of a deal's panel from where it stands. Both parties are left out, as the contract leaves them out. */
export function drawOf({ deal, seed, round, seats, nextAttempt, roster }: DrawNow) {
  const struck = [...deal.panel.struck, deal.creator, deal.counterparty]
  return { seed, round, roster, m: deal.panel.m, struck, seated: seats, from: nextAttempt }
}

/** Members that the draw would seat but who hold no stake any more. Only those it hits are asked about. */
export async function findUnstaked(now: DrawNow, isStaked: (member: Hex) => Promise<boolean>): Promise<Set<Hex>> {
  const known = new Map<Hex, boolean>()
  for (;;) {
    const next = nextSeats({ ...drawOf(now), isStaked: (member) => known.get(member) !== false })
    const asked = next?.seats.map(({ row }) => row.member).filter((member) => !known.has(member)) ?? []
    if (asked.length === 0) return new Set([...known].flatMap(([member, staked]) => (staked ? [] : [member])))
    for (const member of asked) known.set(member, await isStaked(member))
  }
}
