import { readReason } from '@/lib/delivery/reasons'
import { tell } from '@/lib/tail/tell'
import type { LockedItem, Outcome } from './verdict'

type Failure = { item: LockedItem; outcome: Outcome; reason: string | null }

/** Failed tries as lines of their organizations' live tails. What was acknowledged is told as the call that did it. */
export function tellFailures(ended: readonly Failure[]): void {
  for (const { item, outcome, reason } of ended) {
    if (outcome === 'DELIVERED') continue

    const isDead = outcome === 'DEAD'
    // Never the sentence: a consumer may have written it.
    const { code } = readReason(reason ?? '')
    tell({
      organizationId: item.organization_id,
      level: isDead ? 'error' : 'warn',
      source: 'inbox',
      message: `${isDead ? 'Dead' : 'Failed'}, an item of the inbox, try ${item.attempts + 1}: ${code}.`,
      context: { endpoint_id: item.endpoint_id, event_id: item.event_id, sequence: item.sequence },
    })
  }
}
