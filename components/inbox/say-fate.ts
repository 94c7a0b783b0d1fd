import type { StatusLook } from '@/components/ui/status'
import type { FateView } from './types'

const WORDS: Record<FateView['status'], { look: StatusLook; inbox: string; push: string }> = {
  PENDING: { look: 'none', inbox: 'Waits to be leased', push: 'Waits to be sent' },
  RETRYING: { look: 'wait', inbox: 'Came back', push: 'Trying again' },
  DELIVERED: { look: 'ok', inbox: 'Acknowledged', push: 'Delivered' },
  DEAD: { look: 'no', inbox: 'Dead letter', push: 'Given up' },
}

/** Pure: how an event stands at one endpoint. */
export function sayFate({ kind, status }: Pick<FateView, 'kind' | 'status'>): { look: StatusLook; word: string } {
  const { look, inbox, push } = WORDS[status]
  return { look, word: kind === 'INBOX' ? inbox : push }
}
