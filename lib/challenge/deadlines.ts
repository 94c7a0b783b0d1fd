import { addSeconds } from '@/lib/clock'
import type { Mode, Status } from './state'

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Defaults of domain §3, in seconds. */
export const DEFAULT_SECONDS = {
  draft: 30 * DAY,
  accept: 72 * HOUR,
  acceptEnforced: 15 * MINUTE,
  deposit: 60 * MINUTE,
  gatekeeper: 24 * HOUR,
  response: 24 * HOUR,
  resolution: 72 * HOUR,
  resolutionGatekeeper: 30 * DAY,
  dispute: 72 * HOUR,
} as const

/** Bounds of domain §3, in seconds: [least, most]. */
export const BOUNDS_SECONDS = {
  accept: [MINUTE, 30 * DAY],
  acceptEnforced: [MINUTE, 7 * DAY],
  response: [5 * MINUTE, 30 * DAY],
  dispute: [HOUR, 30 * DAY],
  disputeCommittee: [72 * HOUR, 30 * DAY],
  resolution: [MINUTE, 365 * DAY],
  extension: [MINUTE, 365 * DAY],
} as const

/** The signed times of a revision: absolute, fixed when the intent to send it is made. */
export type Deadlines = {
  accept: Date
  deposit: Date | null
  response: Date | null
  resolution: Date
  disputeSeconds: number
}

type Wanted = {
  mode: Mode
  expiresAt: Date | null
  resolutionDueAt: Date | null
  enforced:
    | {
        accept_timeout_seconds?: number | undefined
        response_timeout_seconds?: number | undefined
        dispute_timeout_seconds?: number | undefined
      }
    | null
    | undefined
}

/** Pure: the signed times of a revision made at `now` (formats.md, "Terms"). */
export function fixDeadlines(wanted: Wanted, now: Date): Deadlines {
  const isEnforced = wanted.mode === 'ENFORCED'
  const isBonded = isEnforced || wanted.mode === 'FIRE'
  const acceptSeconds =
    wanted.enforced?.accept_timeout_seconds ?? (isEnforced ? DEFAULT_SECONDS.acceptEnforced : DEFAULT_SECONDS.accept)

  const responseSeconds = wanted.enforced?.response_timeout_seconds ?? DEFAULT_SECONDS.response
  const stepsSeconds = isBonded ? DEFAULT_SECONDS.deposit + (isEnforced ? responseSeconds : 0) : 0

  const accept =
    wanted.expiresAt ?? earlier(addSeconds(now, acceptSeconds), latestAccept(wanted.resolutionDueAt, stepsSeconds, now))
  const deposit = isBonded ? addSeconds(accept, DEFAULT_SECONDS.deposit) : null
  const response = isEnforced && deposit ? addSeconds(deposit, responseSeconds) : null
  const resolutionSeconds =
    wanted.mode === 'GATEKEEPER' ? DEFAULT_SECONDS.resolutionGatekeeper : DEFAULT_SECONDS.resolution

  return {
    accept,
    deposit,
    response,
    resolution: wanted.resolutionDueAt ?? addSeconds(response ?? deposit ?? accept, resolutionSeconds),
    disputeSeconds: wanted.enforced?.dispute_timeout_seconds ?? DEFAULT_SECONDS.dispute,
  }
}

/**
 * When it must end soon, what is left beside the steps between is halved, in whole minutes: one half to accept, one to say
 * how it ended.
 */
function latestAccept(end: Date | null, stepsSeconds: number, now: Date): Date | null {
  if (!end || stepsSeconds === 0) return end
  const spareSeconds = (end.getTime() - now.getTime()) / 1000 - stepsSeconds
  return addSeconds(now, Math.floor(spareSeconds / 2 / MINUTE) * MINUTE)
}

/** Nobody should be able to accept, or be locked into, what has already ended. */
function earlier(date: Date, limit: Date | null): Date {
  return limit && limit < date ? limit : date
}

/** What happens when a status' deadline passes; null for terminal ones. */
export function endingOf(status: Status): 'CANCELLED' | 'EXPIRED' | null {
  if (status === 'DRAFT') return 'CANCELLED'
  return ['COMPLETED', 'CANCELLED', 'EXPIRED'].includes(status) ? null : 'EXPIRED'
}

/**
 * When the status entered at `since` ends by itself; null for terminal ones. `deadlines` is null only in DRAFT.
 * Extensions and downtime move the stored deadline afterwards.
 */
export function deadlineOf(status: Status, since: Date, deadlines: Deadlines | null): Date | null {
  if (endingOf(status) === null) return null
  if (status === 'DRAFT' || !deadlines) return addSeconds(since, DEFAULT_SECONDS.draft)
  if (status === 'AWAITING_COUNTERPARTY') return deadlines.accept
  if (status === 'AWAITING_GATEKEEPER')
    return earlier(addSeconds(since, DEFAULT_SECONDS.gatekeeper), deadlines.resolution)
  if (status === 'ACTIVE') return deadlines.response ?? deadlines.resolution
  if (status === 'DISPUTED') return addSeconds(since, deadlines.disputeSeconds)
  return deadlines.resolution
}

/** Pure: the times that come after `deadline`, which moved by `seconds`, moved with it. */
export function shiftLater(deadlines: Deadlines, deadline: Date, seconds: number): Deadlines {
  const shift = <T extends Date | null>(time: T) => (time && time >= deadline ? addSeconds(time, seconds) : time) as T
  return {
    ...deadlines,
    accept: shift(deadlines.accept),
    deposit: shift(deadlines.deposit),
    response: shift(deadlines.response),
    resolution: shift(deadlines.resolution),
  }
}

/** When the 80 % warning of a status goes out. */
export function warningOf(since: Date, deadline: Date): Date {
  return new Date(since.getTime() + 0.8 * (deadline.getTime() - since.getTime()))
}

export type DeadlinesJson = {
  accept: string
  deposit: string | null
  response: string | null
  resolution: string
  dispute_seconds: number
}

/** As they stand in the terms document. */
export function toDeadlinesJson(deadlines: Deadlines): DeadlinesJson {
  return {
    accept: deadlines.accept.toISOString(),
    deposit: deadlines.deposit?.toISOString() ?? null,
    response: deadlines.response?.toISOString() ?? null,
    resolution: deadlines.resolution.toISOString(),
    dispute_seconds: deadlines.disputeSeconds,
  }
}

/** Back from the terms document. */
export function fromDeadlinesJson(json: DeadlinesJson): Deadlines {
  const date = (text: string | null) => (text === null ? null : new Date(text))
  return {
    accept: new Date(json.accept),
    deposit: date(json.deposit),
    response: date(json.response),
    resolution: new Date(json.resolution),
    disputeSeconds: json.dispute_seconds,
  }
}
