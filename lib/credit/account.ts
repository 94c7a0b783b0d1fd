import { partyKeyOf } from '@/lib/receipt/party-key'

/** Where credits come from; the only account that owes. */
export const ISSUANCE = 'issuance'

/** The account of a party, by its DID or address: the same on every chain. */
export function partyAccount(party: string): string {
  return `party:${partyKeyOf(party)}`
}

/** Where the bond of a receipt's appeal lies until it is decided. */
export function appealAccount(receiptId: string): string {
  return `held:appeal:${receiptId}`
}
