import { mnemonicToAccount } from 'viem/accounts'
import { expect, it } from 'vitest'
import { LOCAL_CANDIDATES } from './local-candidates.mjs'

it('names accounts 10 to 16 of the mnemonic that anvil begins with', () => {
  const mnemonic = 'test test test test test test test test test test test junk'
  const derived = LOCAL_CANDIDATES.map((_, at) =>
    mnemonicToAccount(mnemonic, { addressIndex: 10 + at }).address.toLowerCase(),
  )
  expect(LOCAL_CANDIDATES).toEqual(derived)
  expect(LOCAL_CANDIDATES).toHaveLength(7)
})
