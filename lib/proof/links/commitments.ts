import { counterCommitment, finalCommitment, initiatorCommitment, soloCommitment } from '../commitment'
import type { Hex } from '../hash'
import { type Link, linkOf, rules } from '../report'
import type { Facts } from './facts'

/** I → C → FINAL, recomputed and compared with the receipt's. */
export function checkCommitments({ bundle, receipt }: Facts): Link {
  const [initiator, counter] = recompute(bundle.intents, receipt.mode === 'SOLO')
  const { initiator_hash, counter_hash, final_hash } = receipt.commitments
  const findings = rules([
    [initiator === initiator_hash, 'I is not the receipt’s'],
    [counter === counter_hash, 'C is not the receipt’s'],
    [finalCommitment(initiator, counter) === final_hash, 'FINAL is not the receipt’s'],
  ])
  return linkOf('commitment chain', findings, `FINAL is ${final_hash}`)
}

function recompute(intents: Facts['bundle']['intents'], solo: boolean): [initiator: Hex, counter: Hex] {
  if (!Array.isArray(intents)) {
    const [initiator, counter] = intents.redacted
    return [initiator, solo ? soloCommitment(initiator) : counter]
  }
  const [first, second] = intents
  if (!first) throw new Error('There is no intent')
  const initiator = initiatorCommitment(first)
  return [initiator, second ? counterCommitment(second, initiator) : soloCommitment(initiator)]
}
