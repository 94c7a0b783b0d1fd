import { mnemonicToAccount } from 'viem/accounts'
import { expect, it } from 'vitest'
import { CANDIDATES } from './devnet.mjs'

it('gives coin to those who are demo auditors: accounts 10 to 16 of the mnemonic that anvil begins with', () => {
  const mnemonic = 'test test test test test test test test test test test junk'
  const derived = CANDIDATES.map((_, at) =>
    mnemonicToAccount(mnemonic, { addressIndex: 10 + at }).address.toLowerCase(),
  )
  expect(CANDIDATES).toEqual(derived)
  expect(CANDIDATES).toHaveLength(7)
})
