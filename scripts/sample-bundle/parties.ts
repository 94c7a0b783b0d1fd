import { mnemonicToAccount } from 'viem/accounts'
import type { Hex } from '../../lib/proof/hash'
import { type Domain, type MessageOf, type PrimaryType, typedData } from '../../lib/proof/typed-data'

/** Accounts of the test mnemonic that everybody knows: whoever reads this can sign as any of them. */
const account = (addressIndex: number) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex })

export const PARTIES = {
  creator: account(1),
  counterparty: account(2),
  others: [3, 4, 5, 6, 7].map(account),
  submitter: account(8),
  desk: account(9),
}
export type PartyAccount = ReturnType<typeof account>

export const addressOf = (party: PartyAccount) => party.address.toLowerCase() as Hex

/** Signs as a wallet does when it is asked with `eth_signTypedData_v4`. */
export async function signAs<P extends PrimaryType>(
  party: PartyAccount,
  primaryType: P,
  domain: Domain,
  message: MessageOf<P>,
): Promise<Hex> {
  const { types, message: values } = typedData(primaryType, domain, message)
  const signature = await party.signTypedData({ domain, types, primaryType: primaryType as string, message: values })
  return signature.toLowerCase() as Hex
}
