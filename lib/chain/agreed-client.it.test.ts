import { BaseError, ContractFunctionRevertedError, erc20Abi, hashMessage, parseEther } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { ownDesk } from '@/test/desk-environment'
import { ahead, down, honest, type Kind, lagging, lying, startProviders, wrongHash } from '@/test/fakes/rpc-providers'
import { addresses, deployTestContract, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { agreedClient } from './agreed-client'
import { type FailureKind, isProviderFailure } from './provider-failure'
import { publicClient } from './public-client'

const LOCAL = 31337
let desk: TestDatabase
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  desk = await ownDesk()
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})
afterAll(() => desk.drop())

async function provideBy(...kinds: Kind[]) {
  const fakes = await startProviders(kinds, rpcUrl())
  closing.push(fakes.close)
  env().rpcUrls.set(LOCAL, fakes.urls)
  return fakes.providers
}

const decimals = (client = agreedClient(LOCAL)) =>
  client.readContract({ address: addresses().testToken as `0x${string}`, abi: erc20Abi, functionName: 'decimals' })

/** That no answer stands, told as an error: they say different things, or too few say anything. */
async function expectUnclear(asked: Promise<unknown>, kind: FailureKind = 'unclear') {
  const error = await asked.then(
    (answer) => expect.fail(`It was answered with ${answer}`),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(BaseError)
  expect((error as BaseError).walk((cause) => isProviderFailure(cause, kind))).not.toBeNull()
}

/** What the test token never had. */
const LIE = 99n

describe('what a contract answers', () => {
  it('is what two hosts say, whoever is asked first', async () => {
    await provideBy(lying(LIE), honest, honest)
    expect(await decimals(publicClient(LOCAL))).toBe(Number(LIE))
    expect(await decimals()).toBe(6)
  })

  it('is nobody’s word alone, where two are configured', async () => {
    await provideBy(honest, lying(LIE))
    await expectUnclear(decimals())
    await provideBy(honest, down)
    await expectUnclear(decimals(), 'timeout')
  })

  it('is the word of the only one there is', async () => {
    await provideBy(honest)
    expect(await decimals()).toBe(6)
  })

  it('does not change with how far each of them is', async () => {
    await provideBy(lagging(3), ahead(1_000), honest)
    expect(await decimals()).toBe(6)
  })

  it('may be a refusal, as two of them got it', async () => {
    await provideBy(lying(LIE), honest, honest)
    const reverting = await deployTestContract('reverting-wallet')
    const owner = await fundedAccount()
    const args = [hashMessage('yes'), await owner.signMessage({ message: 'yes' })]
    const asked = agreedClient(LOCAL).readContract({ ...reverting, functionName: 'isValidSignature', args })
    const error = await asked.catch((thrown: unknown) => thrown)
    expect((error as BaseError).walk((cause) => cause instanceof ContractFunctionRevertedError)).not.toBeNull()
  })
})

describe('a block', () => {
  it('is one that two hosts know by the same hash', async () => {
    await provideBy(wrongHash(0n), ahead(1_000), honest, honest)
    const block = await agreedClient(LOCAL).getBlock({ blockTag: 'latest' })
    env().rpcUrls.set(LOCAL, [rpcUrl()])
    expect(block.hash).toBe((await publicClient(LOCAL).getBlock({ blockNumber: block.number })).hash)
  })

  it('is none while the two that are there name different ones', async () => {
    await provideBy(wrongHash(0n), honest)
    await expectUnclear(agreedClient(LOCAL).getBlock({ blockNumber: 1n }))
  })
})

describe('a transaction', () => {
  it('stands where two hosts have it, and was sent through the first that is there', async () => {
    const [, first, second] = await provideBy(down, honest, honest, hidingReceipts)
    const account = await fundedAccount()
    const { maxFeePerGas = 0n } = await publicClient(LOCAL).estimateFeesPerGas()
    const to = addresses().testToken as `0x${string}`
    const serializedTransaction = await account.signTransaction({
      ...{ chainId: LOCAL, to: account.address, value: parseEther('1'), nonce: 0, gas: 21_000n },
      ...{ maxFeePerGas: maxFeePerGas * 2n, maxPriorityFeePerGas: 1n, type: 'eip1559' },
    })
    const client = agreedClient(LOCAL)
    const hash = await client.sendRawTransaction({ serializedTransaction })
    expect(
      [first, second].map((one) => one?.asked.filter((asked) => asked === 'eth_sendRawTransaction').length),
    ).toEqual([1, 0])

    const receipt = () => client.getTransactionReceipt({ hash }).catch(() => null)
    await expect.poll(receipt).toMatchObject({ status: 'success', transactionHash: hash })
    expect(await client.getTransactionCount({ address: account.address, blockTag: 'latest' })).toBe(1)
    expect(await client.getLogs({ address: to, fromBlock: 0n, toBlock: 1n })).toEqual([])

    await provideBy(honest, hidingReceipts)
    await expectUnclear(agreedClient(LOCAL).getTransactionReceipt({ hash }))
  })
})

/** Knows of no transaction. */
const hidingReceipts: Kind = {
  calls: async ({ method, params }, forward) =>
    method === 'eth_getTransactionReceipt' ? null : forward(method, params),
}
