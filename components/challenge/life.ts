import { DEFAULT_SECONDS } from '@/lib/challenge/deadlines'
import { type Action, isTerminal, MOVES, type Mode, type Role, type Status } from '@/lib/challenge/state'

/** A way out of a status, as the state table has it. */
export type Exit = { action: Action; by: readonly Role[]; to: Status; together: boolean }

/** One status on the way to the end: what leads on, how long it may last, and what else may happen. */
export type Station = {
  status: Status
  onward: Exit | null
  /** What time alone makes of it, and after how many seconds by default; null once nothing can happen any more. */
  clock: { to: Status; seconds: number } | null
  exits: Exit[]
}

/** The moves a challenge that goes well is made of. */
const ONWARD: readonly Action[] = ['send', 'accept', 'confirm', 'lock', 'begin', 'respond', 'resolve']

/** Pure: the life of a challenge that goes well, read off the state table (domain §3) from DRAFT to COMPLETED. */
export function lifeOf(mode: Mode): Station[] {
  const stations: Station[] = []
  for (let status: Status | undefined = 'DRAFT'; status && stations.length < 20; ) {
    const station: Station = toStation(mode, status)
    stations.push(station)
    status = station.onward?.to
  }
  return stations
}

/** Pure: every status a challenge of this mode can be in, in the order they are reached, ends included. */
export function stationsOf(mode: Mode): Station[] {
  const found = new Map<Status, Station>()
  const visit = (status: Status) => {
    if (found.has(status)) return
    const station = toStation(mode, status)
    found.set(status, station)
    const { onward, clock, exits } = station
    for (const next of [onward, ...exits, clock]) if (next) visit(next.to)
  }
  visit('DRAFT')
  return [...found.values()]
}

function toStation(mode: Mode, status: Status): Station {
  const exits = MOVES.filter((move) => move.modes.includes(mode) && move.from.includes(status)).flatMap(
    ({ action, by, to, together }) =>
      to === 'same' || to === status ? [] : [{ action, by, to, together: together === true }],
  )
  const onward = exits.find(({ action }) => ONWARD.includes(action)) ?? null
  const expiry = exits.find(({ action }) => action === 'expire')
  return {
    status,
    onward,
    clock: expiry && !isTerminal(status) ? { to: expiry.to, seconds: defaultSeconds(mode, status) } : null,
    exits: exits.filter((exit) => exit !== onward && exit !== expiry),
  }
}

/** How long a status lasts unless the terms say otherwise (domain §3, "Deadlines"). */
function defaultSeconds(mode: Mode, status: Status): number {
  switch (status) {
    case 'DRAFT':
      return DEFAULT_SECONDS.draft
    case 'AWAITING_COUNTERPARTY':
      return mode === 'ENFORCED' ? DEFAULT_SECONDS.acceptEnforced : DEFAULT_SECONDS.accept
    case 'AWAITING_GATEKEEPER':
      return DEFAULT_SECONDS.gatekeeper
    case 'ACTIVE':
      return DEFAULT_SECONDS.response
    case 'DISPUTED':
      return DEFAULT_SECONDS.dispute
    default:
      return mode === 'GATEKEEPER' ? DEFAULT_SECONDS.resolutionGatekeeper : DEFAULT_SECONDS.resolution
  }
}
