/**
 * Why a member of the roster may not judge two parties. Published with the case or the receipt. NO_WALLET: their agent has
 * a key that cannot vote on chain. FIRST_COMMITTEE: an appeal is judged by others.
 */
export const EXCLUSION_REASONS = [
  'PARTY',
  'SAME_PARTY',
  'SAME_ORGANIZATION',
  'SHARED_RECEIPTS',
  'STRUCK',
  'NO_WALLET',
  'FIRST_COMMITTEE',
] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]
