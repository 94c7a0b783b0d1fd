import type { Bundle } from '../bundle'
import { parseDidKey } from '../did-key'
import type { Hex } from '../hash'
import type { ChallengeReceipt, TaskReceipt } from '../receipt'
import { type Link, linkOf, rules, unverifiable } from '../report'
import type { Facts } from './facts'

/** A receipt whose rules this version knows: a challenge's, between wallets. */
export function isKnown(receipt: Bundle['receipt']): receipt is ChallengeReceipt {
  return receipt.kind === 'challenge' && receipt.parties.every(({ did }) => did.startsWith('did:pkh:'))
}

/** A task's, between wallets and Ed25519 keys. */
export function isKnownTask(receipt: Bundle['receipt']): receipt is TaskReceipt {
  const isKnownDid = (did: string) => did.startsWith('did:pkh:') || parseDidKey(did) !== null
  const { task } = receipt
  return receipt.kind === 'task' && task !== null && [task.client_did, task.agent_did].every(isKnownDid)
}

/** The receipt's own sense: parties that fit the mode, two different wallets, a split that is a draw. */
export function checkReceipt({ receipt, receiptId, accounts }: Facts): Link {
  const roles = receipt.parties.map((party) => party.role).join()
  const addresses = new Set([...accounts.values()].map(({ address }) => address))
  const findings = rules([
    [roles === (receipt.mode === 'SOLO' ? 'creator' : 'creator,counterparty'), 'its parties do not fit its mode'],
    [addresses.size === accounts.size, 'one wallet stands on both sides'],
    [!receipt.split || receipt.outcome === 'DRAW', 'a split is a DRAW'],
  ])
  return linkOf('receipt', findings, `its hash is ${receiptId}`)
}

/** Of any other receipt the hash is all there is to say. */
export function unknownReceipt({ receipt }: Bundle, receiptId: Hex): Link {
  const what = receipt.kind === 'challenge' ? 'did:key signatures' : 'keys of that kind'
  return linkOf(
    'receipt',
    [unverifiable(`this version does not check ${what} (the receipt’s hash is ${receiptId})`)],
    '',
  )
}
