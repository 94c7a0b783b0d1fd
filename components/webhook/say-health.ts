import type { StatusLook } from '@/components/ui/status'
import type { WebhookView } from './types'

export type Health = {
  look: StatusLook
  /** Beside the sign, in a list. */
  word: string
  /** What happens meanwhile, and what to do about it. */
  says: string
  /** Since when, or the last time; stands after `says`. */
  at: { says: string; time: string } | null
}

type Known = Pick<WebhookView, 'status' | 'disabled_reason' | 'disabled_at' | 'first_failure_at' | 'last_success_at'>

/** Pure: how an endpoint is, in words. */
export function sayHealth(of: Known): Health {
  if (of.status === 'DISABLED') return sayDisabled(of)
  if (of.first_failure_at) {
    return {
      look: 'wait',
      word: 'Failing',
      says: 'Deliveries are tried again by themselves. After five days without a success it is switched off.',
      at: { says: 'Failing since', time: of.first_failure_at },
    }
  }
  if (of.last_success_at) {
    return {
      look: 'ok',
      word: 'Answers',
      says: 'It takes what it is sent.',
      at: { says: 'Last answered', time: of.last_success_at },
    }
  }
  return {
    look: 'none',
    word: 'Nothing sent yet',
    says: 'Send it a test, or wait for the next event that fits.',
    at: null,
  }
}

const DISABLED = {
  FAILING: {
    look: 'no',
    word: 'Off: it did not answer',
    says: 'It failed for five days without one success. It is asked again from time to time; once it answers, it is switched on by itself.',
  },
  GONE: {
    look: 'no',
    word: 'Off: it said it is gone',
    says: 'It answered 410. Switch it on again once it is back; what it missed can then be sent again.',
  },
  OWNER: {
    look: 'none',
    word: 'Paused',
    says: 'Nothing is sent to it. Switch it on to go on; what it missed can then be sent again.',
  },
} as const

function sayDisabled({ disabled_reason, disabled_at }: Known): Health {
  const words = DISABLED[disabled_reason ?? 'OWNER']
  return { ...words, at: disabled_at ? { says: 'Since', time: disabled_at } : null }
}

/** Pure: which events it gets. */
export function sayTypes(types: readonly string[]): string {
  if (types.includes('*')) return 'Every event'
  if (types.length === 0) return 'No event at all'
  return types.join(', ')
}
