import {
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  serializeErc6492Signature,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { beforeAll, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { addresses, deployTestContract, fundedAccount, rpcUrl } from '../../test/services/chain'
import eas from '../chain/abi/eas.json'
import { type ChainReader, httpReader } from './chain-reader'
import { keccakHex, ZERO_HASH } from './hash'

const chain = () => createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
const lower = (hex: string) => hex.toLowerCase() as Hex
const owner = privateKeyToAccount(generatePrivateKey())
const digest = keccakHex('digest')

let reader: ChainReader
beforeAll(async () => {
  reader = await httpReader(rpcUrl())
})

/** Timestamps through the real EAS. */
async function timestamp(data: Hex) {
  const wallet = createWalletClient({ account: await fundedAccount(), chain: foundry, transport: http(rpcUrl()) })
  const hash = await wallet.writeContract({
    address: addresses().eas as Hex,
    abi: eas.abi,
    functionName: 'timestamp',
    args: [data],
  })
  const receipt = await mined(chain(), hash)
  const block = await chain().getBlock({ blockNumber: receipt.blockNumber })
  return { hash, block }
}

describe('a reader over RPC', () => {
  it('knows its chain and its blocks', async () => {
    const block = await chain().getBlock()
    expect(reader.chainId).toBe(31337)
    expect(await reader.hasBlock(block.hash)).toBe(true)
    expect(await reader.hasBlock(ZERO_HASH)).toBe(false)
  })

  it('finds a timestamp and its transaction', async () => {
    const root = keccakHex(`root ${Math.random()}`)
    const address = lower(addresses().eas)
    expect(await reader.timestampOf(address, root)).toBe(0n)

    const { hash, block } = await timestamp(root)
    expect(await reader.timestampOf(address, root)).toBe(block.timestamp)
    expect(await reader.timestamping(hash, address, root)).toEqual({
      blockNumber: Number(block.number),
      seconds: block.timestamp,
    })
    expect(await reader.timestamping(hash, address, ZERO_HASH)).toBe('other')
    expect(await reader.timestamping(hash, owner.address, root)).toBe('other')
    expect(await reader.timestamping(ZERO_HASH, address, root)).toBe('missing')
  })

  it('tells a failed transaction', async () => {
    const wallet = createWalletClient({ account: await fundedAccount(), chain: foundry, transport: http(rpcUrl()) })
    const hash = await wallet.sendTransaction({ to: addresses().eas as Hex, data: '0x12345678', gas: 100_000n })
    await mined(chain(), hash)
    expect(await reader.timestamping(hash, lower(addresses().eas), ZERO_HASH)).toBe('reverted')
  })

  it('rejects when the node is not there', async () => {
    await expect(httpReader('http://127.0.0.1:9')).rejects.toThrow()
  })
})

describe('a wallet contract', () => {
  it('accepts what its owner signed, and only from the block it was made in', async () => {
    const before = Number(await chain().getBlockNumber())
    const wallet = await deployTestContract('owner-wallet', [owner.address])
    const question = { address: lower(wallet.address), digest, signature: await owner.sign({ hash: digest }) }
    expect(await reader.accepts(question)).toBe('yes')
    expect(await reader.accepts({ ...question, digest: keccakHex('another') })).toBe('no')
    expect(await reader.accepts({ ...question, signature: '0x' })).toBe('no')
    expect(await reader.accepts({ ...question, blockNumber: before })).toBe('no contract')
  })

  it('says no by reverting, and is not there at a key’s address', async () => {
    const reverting = await deployTestContract('reverting-wallet')
    const signature = await owner.sign({ hash: digest })
    expect(await reader.accepts({ address: lower(reverting.address), digest, signature })).toBe('no')
    expect(await reader.accepts({ address: lower(owner.address), digest, signature })).toBe('no contract')
  })

  it.each([0, 1, 2, 3, 4])('does not pass with yes in other words (%i)', async (answer) => {
    const lying = await deployTestContract('lying-wallet', [answer])
    expect(await reader.accepts({ address: lower(lying.address), digest, signature: '0x' })).toBe('no')
  })

  it('cannot pass by burning gas', async () => {
    const burning = await deployTestContract('gas-burning-wallet')
    const asked = reader.accepts({ address: lower(burning.address), digest, signature: '0x' })
    expect(await asked.catch(() => 'no answer')).not.toBe('yes')
  })

  it('may not be deployed yet', async () => {
    const factory = await deployTestContract('wallet-factory')
    const args = [owner.address, ZERO_HASH]
    const address = await chain().readContract({ ...factory, functionName: 'addressOf', args })
    const data = encodeFunctionData({ abi: factory.abi, functionName: 'create', args })
    const wrapped = serializeErc6492Signature({
      address: factory.address,
      data,
      signature: await owner.sign({ hash: digest }),
    })
    const question = { address: lower(String(address)), digest, signature: wrapped }
    expect(await reader.accepts(question)).toBe('yes')
    expect(await reader.accepts({ ...question, digest: keccakHex('another') })).toBe('no')

    const sender = createWalletClient({ account: await fundedAccount(), chain: foundry, transport: http(rpcUrl()) })
    await mined(chain(), await sender.sendTransaction({ to: factory.address, data }))
    expect(await reader.accepts(question)).toBe('yes')
  })
})
