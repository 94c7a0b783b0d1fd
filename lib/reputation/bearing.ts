import type { Receipt } from '@/lib/proof/receipt'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { type Observed, observeChallenge, observeTask, type Said } from './observe'

/** All there is to know of a decided receipt for folding it. */
export type Decided = {
  receiptId: string
  receipt: Receipt
  at: Date
  /** Of a task: what its committee decided. */
  decision: 'FINALIZED' | 'FAILED'
  /** Of a task: what was signed on it before that. */
  statements: readonly Said[]
  /** Of a challenge: the sides that let a deadline of their own pass. */
  silent: readonly string[]
}

export type Bearing = { with: string; observed: Observed; isBacked: boolean }

/** Pure: whom a receipt is folded onto (domain §6): the provider of a task, both sides of a challenge, nobody for a challenge of one. */
export function foldedOn(receipt: Receipt): string[] {
  if (receipt.kind === 'task') return [partyKeyOf(receipt.task.agent_did)]
  return receipt.parties.length === 2 ? receipt.parties.map(({ did }) => partyKeyOf(did)) : []
}

/** Pure: what a receipt says of one party; null when it is not folded onto them. */
export function bearingOn(decided: Decided, party: string): Bearing | null {
  const { receipt } = decided
  if (!foldedOn(receipt).includes(party)) return null
  if (receipt.kind === 'task') {
    const { client_did, metrics, amount_atomic } = receipt.task
    const observed = observeTask({ ...decided, metrics, amountAtomic: amount_atomic })
    return { with: partyKeyOf(client_did), observed, isBacked: true }
  }

  const [self, other] = receipt.parties.toSorted((a, b) => rank(a.did, party) - rank(b.did, party))
  if (!self || !other) return null
  const { outcome, split, quorum, mode } = receipt
  const observed = observeChallenge({ outcome, split, quorum: quorum.kind, silent: decided.silent }, self.role)
  return { with: partyKeyOf(other.did), observed, isBacked: mode === 'FIRE' || mode === 'ENFORCED' }
}

function rank(did: string, party: string): number {
  return partyKeyOf(did) === party ? 0 : 1
}
