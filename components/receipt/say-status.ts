import type { StatusLook } from '@/components/ui/status'
import type { ReceiptStatus } from './types'

export const RECEIPT_STATUSES = [
  'AWAITING_COMMITTEE',
  'PENDING',
  'FINALIZED',
  'FAILED',
  'EXPIRED',
  'APPEALED',
  'REVERSED',
] as const satisfies readonly ReceiptStatus[]

type Words = { look: StatusLook; name: string; says: string }

/** A task's receipt by its status: a sign, a name, and what it means. */
export const STATUS_OF_TASK: Record<ReceiptStatus, Words> = {
  AWAITING_COMMITTEE: {
    look: 'wait',
    name: 'Waiting for its committee',
    says: 'Its members are drawn from the public roster by a block that nobody could know beforehand.',
  },
  PENDING: {
    look: 'wait',
    name: 'Being judged',
    says: 'The committee sits. Each member signs whether the work passes.',
  },
  FINALIZED: { look: 'ok', name: 'Passed', says: 'Enough members of the committee signed that it passes.' },
  FAILED: { look: 'no', name: 'Failed', says: 'So many members signed that it fails that it cannot pass any more.' },
  EXPIRED: {
    look: 'none',
    name: 'No verdict',
    says: 'No committee said enough in time. Nobody’s reputation has moved.',
  },
  APPEALED: {
    look: 'wait',
    name: 'Appealed',
    says: 'One side did not agree. Others are drawn, more of them, and their majority decides.',
  },
  REVERSED: {
    look: 'none',
    name: 'Reversed',
    says: 'The appeal’s committee said otherwise. What the first verdict did to reputation was taken back.',
  },
}

/** Receipts of challenges are final when they are made. */
export function nameStatus(status: ReceiptStatus, kind: 'challenge' | 'task'): string {
  return kind === 'challenge' && status === 'FINALIZED' ? 'Final' : STATUS_OF_TASK[status].name
}

type Quorum = { k: number; m: number; passes: number; fails: number }

/** How far a committee is, in one sentence: what it takes, and what is there. */
export function sayQuorum({ k, m, passes, fails }: Quorum): string {
  if (m === 0) return 'No committee sits yet.'
  return `${passes} of ${k} passes needed, ${fails} ${fails === 1 ? 'fail' : 'fails'}, of ${m} members.`
}

/** How many fails end it: passing is out of reach then. */
export function failsNeeded({ k, m }: Pick<Quorum, 'k' | 'm'>): number {
  return m - k + 1
}
