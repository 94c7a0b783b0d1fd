import type { RoundView } from './types'

const WORDS: Record<RoundView['excluded'][number]['reason'], string> = {
  PARTY: 'a side of the task',
  SAME_PARTY: 'the same person as a side, under another name',
  SAME_ORGANIZATION: 'in an organization with a side',
  SHARED_RECEIPTS: 'three or more receipts with a side in 90 days',
  STRUCK: 'struck by the sides',
  NO_WALLET: 'has no wallet to vote with on chain',
  FIRST_COMMITTEE: 'sat in the first committee',
}

/** Pure: why somebody on the roster could not be drawn. */
export function sayReason(reason: RoundView['excluded'][number]['reason']): string {
  return WORDS[reason]
}
