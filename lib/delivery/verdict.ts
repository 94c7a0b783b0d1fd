import { addSeconds } from '@/lib/clock'
import { storable, toReason, toSenderReason } from './reasons'
import { nextDelaySeconds } from './schedule'
import type { Answer } from './types'

/** Pure: what an answer makes of a delivery and of its endpoint. */

export type Outcome = 'DELIVERED' | 'RETRY' | 'DEAD'
/** What a try says of the endpoint. NOTHING: it was not asked, or is not to blame. GONE: it wants no more. */
export type Sign = 'SUCCESS' | 'FAILURE' | 'GONE' | 'NOTHING'

export type Verdict = {
  outcome: Outcome
  /** Failures of this round, this one among them. */
  failures: number
  /** When it is tried again; only with RETRY. */
  dueAt: Date | null
  reason: string | null
  statusCode: number | null
  durationMs: number | null
  /** The first KiB of what came back, as text. */
  answer: string | null
  sign: Sign
}

type Try = { failures: number; at: Date; random: number }

const MAX_ANSWER = 1024
const AGAIN = new Set([408, 409, 425, 429])

/** `failures`: before this try. `at`: when it ended. `random`: in [0, 1). */
export function judge(answer: Answer, { failures, at, random }: Try): Verdict {
  switch (answer.kind) {
    case 'answered':
      return judgeStatus(answer, { failures, at, random })
    case 'failed':
      return {
        ...NOTHING_CAME,
        ...again({ failures, at, random }, null),
        reason: toSenderReason('NO_ANSWER', answer.reason),
        durationMs: Math.round(answer.durationMs),
        sign: 'FAILURE',
      }
    case 'refused':
      return {
        ...NOTHING_CAME,
        ...dead(failures),
        reason: toSenderReason('UNSAFE_ADDRESS', answer.reason),
        sign: 'FAILURE',
      }
    case 'void':
      return { ...NOTHING_CAME, ...dead(failures), reason: toSenderReason('NOT_SENT', answer.reason), sign: 'NOTHING' }
  }
}

/** A try that a debugged event asked to fail: nothing was sent. */
export function judgeDebug(tried: Try): Verdict {
  return { ...NOTHING_CAME, ...again(tried, null), reason: toReason('DEBUG'), sign: 'NOTHING' }
}

const NOTHING_CAME = { statusCode: null, durationMs: null, answer: null } as const

function judgeStatus(answer: Extract<Answer, { kind: 'answered' }>, tried: Try): Verdict {
  const { status, text, durationMs, retryAfterSeconds } = answer
  const what = { statusCode: status, durationMs: Math.round(durationMs), answer: storable(text, MAX_ANSWER) }
  if (status >= 200 && status <= 299) {
    return { ...what, outcome: 'DELIVERED', failures: tried.failures, dueAt: null, reason: null, sign: 'SUCCESS' }
  }

  const reason = toReason(`HTTP_${status}`)
  if (status === 410) return { ...what, ...dead(tried.failures), reason, sign: 'GONE' }
  const isPassing = status >= 500 || AGAIN.has(status)
  const next = isPassing ? again(tried, retryAfterSeconds) : dead(tried.failures)
  return { ...what, ...next, reason, sign: 'FAILURE' }
}

type Next = Pick<Verdict, 'outcome' | 'failures' | 'dueAt'>

function again({ failures, at, random }: Try, retryAfterSeconds: number | null): Next {
  const delay = nextDelaySeconds(failures + 1, random, retryAfterSeconds)
  if (delay === null) return dead(failures)
  return { outcome: 'RETRY', failures: failures + 1, dueAt: addSeconds(at, delay) }
}

function dead(failures: number): Next {
  return { outcome: 'DEAD', failures: failures + 1, dueAt: null }
}
