import { toHex } from 'viem'
import { mnemonicToAccount, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'

/** What every local chain begins with, and funds the first accounts of. */
const MNEMONIC = 'test test test test test test test test test test test junk'
const BRANCH = "m/44'/60'/0'/0"

let branch: ReturnType<ReturnType<typeof mnemonicToAccount>['getHdKey']> | undefined

/** An account of the local chain's mnemonic. Coming from words to a seed is slow, so it is done once. */
export function demoAccount(index: number): PrivateKeyAccount {
  branch ??= mnemonicToAccount(MNEMONIC, { path: BRANCH }).getHdKey()
  const { privateKey } = branch.deriveChild(index)
  if (!privateKey) throw new Error('The branch has no private key')
  return privateKeyToAccount(toHex(privateKey))
}
