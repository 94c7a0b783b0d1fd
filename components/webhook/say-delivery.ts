import type { StatusLook } from '@/components/ui/status'
import type { DeliveryView } from './types'

export const DELIVERY_WORDS: Record<DeliveryView['status'], { look: StatusLook; word: string }> = {
  PENDING: { look: 'none', word: 'Waiting' },
  RETRYING: { look: 'wait', word: 'Trying again' },
  DELIVERED: { look: 'ok', word: 'Delivered' },
  DEAD: { look: 'no', word: 'Given up' },
}

/** Pure: the sentence of a kept reason, `TIMEOUT: No answer within 15 seconds.`, without its word for programs. */
export function sayReason(reason: string | null): string | null {
  return reason === null ? null : reason.replace(/^[A-Z][A-Z0-9_]*: /, '')
}
