import type { PreparedCall } from '@/components/wallet/use-calls'
import type { RevocationView } from './views'

/** What there is to do once the revocation of an attestation was asked for. */
export type Revocation =
  /** On chain: a workflow like any other. */
  | { next: 'follow'; workflowId: string }
  /** Off chain: its issuer’s own address sends this, and nobody else can. */
  | { next: 'send'; from: string; call: PreparedCall }
  /** Off chain, by a key the desk keeps: the desk sends it. */
  | { next: 'wait' }
  | { next: 'none' }

/** Pure: the desk’s answer, which is one of two. */
export function readRevocation(answer: RevocationView): Revocation {
  if ('workflow_id' in answer) return { next: 'follow', workflowId: answer.workflow_id }
  if (answer.status === 'REVOKED') return { next: 'none' }
  const [call] = answer.calls
  return call ? { next: 'send', from: answer.from, call } : { next: 'wait' }
}
