import { drawnNumber, seedOf } from '@/lib/committee/draw'
import { buildRoster, type Roster, type RosterRow } from '@/lib/committee/roster'
import { parseDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import { sayExclusion } from './say-case'
import type { CaseView, RosterView } from './types'

type Drawn = Pick<
  CaseView,
  'id' | 'deal_id' | 'round' | 'm' | 'seed' | 'seed_block' | 'block_hash' | 'committee' | 'excluded'
> & { challenge: Pick<CaseView['challenge'], 'creator' | 'counterparty' | 'resolution'> }

/** ok: computed here. no: it does not hold. none: only the desk or the chain can say. */
export type DrawLook = 'ok' | 'no' | 'none'
export type DrawStep = { name: string; look: DrawLook; says: string }
/** One attempt of the draw: whom the number hit, and what came of it. */
export type DrawLine = { attempt: number; member: string; look: DrawLook; says: string }
export type DrawCheck = { holds: boolean; steps: DrawStep[]; lines: DrawLine[] }

type SignedPanel = { root?: string; total_weight?: string; struck?: string[] }

/**
 * Pure: the draw of a panel's present round, from the public roster and a block's hash, as the contract or the desk had to
 * make it (domain §4, §5): everything that can be computed is, and what cannot is named.
 */
export function checkDraw(dispute: Drawn, served: RosterView): DrawCheck {
  const panel = (dispute.challenge.resolution.panel ?? {}) as SignedPanel
  const roster = rebuild(served)
  if (!roster) {
    return {
      holds: false,
      lines: [],
      steps: [step('The list', 'no', 'What the desk gave is no list one can draw from.')],
    }
  }
  const left = leftOut(dispute, roster, panel)
  const lines = replay(dispute, roster, left.why)
  const steps = [
    checkRoster(roster, panel),
    checkSeed(dispute, roster),
    left.step,
    step(
      'The block',
      'none',
      `That block ${dispute.seed_block} has this hash is for the chain to say: compare it in any explorer of blocks.`,
    ),
    checkSeats(dispute, lines),
  ]
  return { holds: [...steps, ...lines].every(({ look }) => look !== 'no'), steps, lines }
}

function step(name: string, look: DrawLook, says: string): DrawStep {
  return { name, look, says }
}

function rebuild({ rows }: RosterView): Roster | null {
  try {
    return buildRoster(rows.map(({ id, weight }) => ({ id, weight: BigInt(weight) })))
  } catch {
    return null
  }
}

function checkRoster(roster: Roster, { root, total_weight }: SignedPanel): DrawStep {
  const count = `${roster.rows.length} ${roster.rows.length === 1 ? 'row' : 'rows'}`
  const isSame = roster.root === root && (total_weight === undefined || roster.totalWeight === BigInt(total_weight))
  return isSame
    ? step('The list', 'ok', `Its ${count} give the root that both signed: nobody was added or taken out since.`)
    : step('The list', 'no', `Its ${count} do not give the root that both signed.`)
}

function checkSeed({ id, deal_id, block_hash, seed, seed_block }: Drawn, { root }: Roster): DrawStep {
  const subject = deal_id === null ? 'dispute' : 'deal'
  if (!block_hash || !seed) return step('The seed', 'none', 'It is not known yet.')
  const computed = seedOf((deal_id ?? id) as Hex, root, block_hash as Hex)
  return computed === seed
    ? step(
        'The seed',
        'ok',
        `Computed from the ${subject}, the roster’s root and the hash of block ${seed_block}: the same.`,
      )
    : step(
        'The seed',
        'no',
        `From the ${subject}, the roster’s root and the hash of block ${seed_block} comes another seed.`,
      )
}

type LeftOut = { step: DrawStep; why: Map<string, string> }

/** On chain only the terms and the two themselves leave somebody out; the desk's own draw also who came too close. */
function leftOut({ deal_id, excluded, challenge }: Drawn, roster: Roster, { struck = [] }: SignedPanel): LeftOut {
  const parties = [challenge.creator, challenge.counterparty].flatMap((did) => parseDid(did ?? '')?.address ?? [])
  const listed = new Set<string>(roster.rows.map(({ member }) => member))
  const byTerms = [...parties, ...struck].filter((member) => listed.has(member))
  const published = new Map(excluded.map(({ member, reason }) => [member, sayExclusion(reason)]))
  const why = new Map(byTerms.map((member) => [member, published.get(member) ?? 'is left out by the terms']))

  const missing = byTerms.filter((member) => !published.has(member))
  const more = excluded.filter(({ member }) => !why.has(member))
  if (missing.length > 0 || (deal_id !== null && more.length > 0)) {
    return { why, step: step('Left out', 'no', 'Those left out are not those whom the signed terms leave out.') }
  }
  if (more.length === 0) {
    const says =
      byTerms.length === 0 ? 'Nobody on the roster is.' : `${byTerms.length} of the roster, as the signed terms say.`
    return { why, step: step('Left out', 'ok', says) }
  }
  for (const { member, reason } of more) why.set(member, sayExclusion(reason))
  return {
    why,
    step: step(
      'Left out',
      'none',
      `${byTerms.length} of the roster by the signed terms, and ${more.length} for reasons that only the desk can know.`,
    ),
  }
}

/** Attempt by attempt up to the last one that filled a seat. */
function replay(dispute: Drawn, roster: Roster, why: Map<string, string>): DrawLine[] {
  const { seed, round, committee } = dispute
  if (!seed) return []

  const hit = (attempt: number) => rowAt(roster.rows, drawnNumber(seed as Hex, round, attempt, roster.totalWeight))
  const drawn = committee.filter(({ member, attempt }) => hit(attempt)?.member === member)
  const last = Math.max(-1, ...drawn.map(({ attempt }) => attempt))
  const taken = new Set<string>()
  return Array.from({ length: last + 1 }, (_, attempt) => {
    const member = hit(attempt)?.member ?? ''
    const line = { attempt, member, ...lineOf(dispute, { attempt, member, taken, why }) }
    if (drawn.some((seat) => seat.attempt === attempt)) taken.add(member)
    return line
  })
}

type At = { attempt: number; member: string; taken: ReadonlySet<string>; why: ReadonlyMap<string, string> }

function lineOf(
  { committee, deal_id, round }: Drawn,
  { attempt, member, taken, why }: At,
): Omit<DrawLine, 'attempt' | 'member'> {
  const seat = committee.findIndex((each) => each.attempt === attempt && each.member === member)
  const left = why.get(member)
  if (seat >= 0 && left) return { look: 'no', says: `was given a seat, though this member ${left}` }
  if (seat >= 0 && taken.has(member)) return { look: 'no', says: 'was given a second seat' }
  if (seat >= 0) return { look: 'ok', says: `takes seat ${seat + 1}` }
  if (taken.has(member)) return { look: 'ok', says: 'sits already' }
  if (left) return { look: 'ok', says: `cannot sit: ${left}` }
  if (deal_id !== null) return { look: 'none', says: 'was passed over: the contract found no stake of theirs locked' }
  return round > 0
    ? { look: 'none', says: 'was passed over: sat in the first round' }
    : { look: 'no', says: 'should have been given this seat' }
}

function checkSeats({ committee, deal_id, round, m }: Drawn, lines: readonly DrawLine[]): DrawStep {
  const drawn = committee.filter(({ member, attempt }) => lines[attempt]?.member === member)
  const kept = committee.length - drawn.length
  const mayKeep = deal_id === null && round > 0
  if (lines.some(({ look }) => look === 'no') || (kept > 0 && !mayKeep)) {
    return step('The seats', 'no', 'The members who sit are not those whom the draw gives.')
  }
  const rest = committee.length < m ? ` ${m - committee.length} are still to be drawn.` : ''
  if (kept === 0) return step('The seats', 'ok', `All ${committee.length} are those whom the draw gives.${rest}`)
  return step(
    'The seats',
    'ok',
    `${drawn.length} are those whom the draw gives; ${kept} kept their seat from the first round.${rest}`,
  )
}

function rowAt(rows: readonly RosterRow[], number: bigint): RosterRow | undefined {
  return rows.find(({ weightBefore, weight }) => weightBefore <= number && number < weightBefore + weight)
}
