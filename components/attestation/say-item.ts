import type { StatusLook } from '@/components/ui/status'
import type { AttestationView, ItemView, WorkflowRow } from './views'

type Words = { look: StatusLook; name: string }

const ITEMS: Record<ItemView['status'], Words> = {
  PENDING: { look: 'wait', name: 'Waiting to be sent' },
  SUBMITTED: { look: 'wait', name: 'Sent' },
  MINED: { look: 'wait', name: 'In a block' },
  CONFIRMED: { look: 'ok', name: 'Confirmed' },
  FAILED: { look: 'no', name: 'Failed' },
  EXPIRED: { look: 'no', name: 'Not sent in time' },
}

/** Pure: where one item of a workflow is. */
export const sayItem = (status: ItemView['status']): Words => ITEMS[status]

const WORKFLOWS: Record<WorkflowRow['status'], Words> = {
  PENDING: { look: 'wait', name: 'Waiting' },
  RUNNING: { look: 'wait', name: 'Under way' },
  CONFIRMED: { look: 'ok', name: 'All confirmed' },
  FAILED: { look: 'no', name: 'None went through' },
  PARTLY_FAILED: { look: 'no', name: 'Some did not go through' },
}

/** Pure: where a workflow is as a whole. */
export const sayWorkflow = (status: WorkflowRow['status']): Words => WORKFLOWS[status]

/** Pure: what an attestation is worth now. */
export function sayAttestation(
  { status, expiration_time }: Pick<AttestationView, 'status' | 'expiration_time'>,
  now: Date,
): Words {
  if (status === 'REVOKED') return { look: 'no', name: 'Revoked' }
  if (expiration_time !== null && new Date(expiration_time) <= now) return { look: 'none', name: 'Expired' }
  return status === 'CONFIRMED' ? { look: 'ok', name: 'Stands' } : { look: 'wait', name: 'Signed, not anchored yet' }
}

/** Pure: what a workflow does, in a few words: `120 attestations`, `A revocation`. */
export function nameWorkflow({ operation, total }: Pick<WorkflowRow, 'operation' | 'total'>): string {
  const what = operation === 'ATTEST' ? 'attestation' : 'revocation'
  return total === 1 ? `One ${what}` : `${total} ${what}s`
}
