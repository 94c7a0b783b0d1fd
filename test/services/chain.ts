import { readFileSync } from 'node:fs'
import path from 'node:path'
import { type Abi, createPublicClient, createTestClient, createWalletClient, type Hex, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { inject } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'

type TestContract = 'gas-burning-wallet' | 'lying-wallet' | 'owner-wallet' | 'reverting-wallet' | 'wallet-factory'

/** The chain all integration tests of a run share: 31337, a block each second and at once for a transaction. */
export const rpcUrl = () => inject('rpcUrl')

/** Where EAS, the schema registry and the test token are, lower-case. */
export const addresses = () => inject('addresses')

/** A wallet nobody else uses, so that no two test files race for a nonce. */
export async function fundedAccount(ether = '100') {
  const account = privateKeyToAccount(generatePrivateKey())
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: account.address, value: parseEther(ether) })
  return account
}

/** Deploys one of contracts/test; answers its address and ABI. */
export async function deployTestContract(name: TestContract, args: unknown[] = []) {
  const { abi, bytecode } = readArtifact(name)
  const account = await fundedAccount()
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  const hash = await wallet.deployContract({ abi, bytecode, args })

  const chain = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  const { contractAddress } = await mined(chain, hash)
  if (!contractAddress) throw new Error(`${name} was not deployed`)
  return { address: contractAddress, abi }
}

function readArtifact(name: TestContract): { abi: Abi; bytecode: Hex } {
  return JSON.parse(readFileSync(path.join(import.meta.dirname, '..', 'contracts', `${name}.json`), 'utf8'))
}
