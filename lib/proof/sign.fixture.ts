import { mnemonicToAccount } from 'viem/accounts'
import type { Hex } from './hash'
import { type Domain, type MessageOf, type PrimaryType, typedData } from './typed-data'

/** Accounts of the test mnemonic everybody knows. */
export const testAccount = (addressIndex: number) =>
  mnemonicToAccount('test test test test test test test test test test test junk', { addressIndex })
export const ACCOUNTS = {
  creator: testAccount(1),
  counterparty: testAccount(2),
  stranger: testAccount(3),
  desk: testAccount(9),
  member1: testAccount(10),
  member2: testAccount(11),
  member3: testAccount(12),
  member4: testAccount(13),
  member5: testAccount(14),
}
export const addressOf = (who: keyof typeof ACCOUNTS) => ACCOUNTS[who].address.toLowerCase() as Hex
export const DESK = addressOf('desk')

export type Who = keyof typeof ACCOUNTS
/** Whose address this is. */
export function whoIs(address: string): Who {
  const found = (Object.keys(ACCOUNTS) as Who[]).find((who) => addressOf(who) === address)
  if (!found) throw new Error(`${address} is nobody of ours`)
  return found
}

/** Signs as a wallet would: lower-case, 65 bytes, low-s. */
export async function signAs<P extends PrimaryType>(
  who: keyof typeof ACCOUNTS,
  primaryType: P,
  domain: Domain,
  message: MessageOf<P>,
): Promise<Hex> {
  const { types, message: values } = typedData(primaryType, domain, message)
  const signature = await ACCOUNTS[who].signTypedData({
    domain,
    types,
    primaryType: primaryType as string,
    message: values,
  })
  return signature.toLowerCase() as Hex
}
