import { createPublicClient, createTestClient, createWalletClient, type Hex, http, parseAbi, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { mined } from '@/lib/chain/mined.mjs'
import { startAnvil } from '../../scripts/start/anvil.mjs'
import { createFamily } from '../../scripts/start/children.mjs'
import { makeServicesFolder } from '../services/folder'

const POLL_MS = 100

/** A chain 31337 of the test's own, a block each second, for a desk that is given its providers. Close it after. */
export async function startChain(): Promise<{ url: string; close(): Promise<void> }> {
  const folder = await makeServicesFolder()
  const family = createFamily({ recordFile: folder.recordFile })
  const close = async () => {
    await family.stopAll()
    folder.remove()
  }
  try {
    const args = ['--block-time', '1', '--mixed-mining']
    const { url } = await startAnvil({ family, log: `${folder.path}/anvil.log`, args })
    return { url, close }
  } catch (error) {
    await close()
    throw error
  }
}

/** Puts ether into a wallet. Resolves when that is final: checks read the last final block too. */
export async function fund(rpcUrl: string, address: Hex, wei = parseEther('100')): Promise<void> {
  await setBalance(rpcUrl, address, wei)
  await untilFinal(rpcUrl)
}

/** Makes units of the local chain's token. Resolves when that is final. */
export async function mint(rpcUrl: string, token: Hex, to: Hex, units: bigint): Promise<void> {
  const account = privateKeyToAccount(generatePrivateKey())
  await setBalance(rpcUrl, account.address, parseEther('1'))
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
  const abi = parseAbi(['function mint(address to, uint256 amount)'])
  const hash = await wallet.writeContract({ address: token, abi, functionName: 'mint', args: [to, units] })

  const { status } = await mined(reader(rpcUrl), hash)
  if (status !== 'success') throw new Error('The token was not minted')
  await untilFinal(rpcUrl)
}

function setBalance(rpcUrl: string, address: Hex, value: bigint): Promise<void> {
  return createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) }).setBalance({ address, value })
}

async function untilFinal(rpcUrl: string): Promise<void> {
  const chain = reader(rpcUrl)
  const now = await chain.getBlockNumber({ cacheTime: 0 })
  while ((await chain.getBlock({ blockTag: 'finalized' })).number <= now) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

const reader = (rpcUrl: string) => createPublicClient({ chain: foundry, transport: http(rpcUrl) })
