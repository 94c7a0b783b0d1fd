// Apart from the schemas, so that pages can name them without loading what checks receipts.

export const MODES = ['SOLO', 'GATEKEEPER', 'FIRE', 'ENFORCED'] as const
export const OUTCOMES = ['FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST'] as const
export type Mode = (typeof MODES)[number]
export type Outcome = (typeof OUTCOMES)[number]
