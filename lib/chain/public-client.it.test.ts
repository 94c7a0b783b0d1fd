import { inspect } from 'node:util'
import { erc20Abi, hashMessage } from 'viem'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { env } from '@/lib/env'
import { ownDesk } from '@/test/desk-environment'
import { down, honest, html, type Kind, rateLimiting, startProviders } from '@/test/fakes/rpc-providers'
import { addresses, deployTestContract, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { chainProviders } from './providers'
import { clientOf, publicClient } from './public-client'

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
  return fakes
}

const symbol = () =>
  publicClient(LOCAL).readContract({
    address: addresses().testToken as `0x${string}`,
    abi: erc20Abi,
    functionName: 'symbol',
  })

describe('the client of a chain', () => {
  it('asks the next provider when one does not answer', async () => {
    await provideBy(down, html, rateLimiting, honest)
    expect(await symbol()).toBe('tUSD')
  })

  it('takes a contract’s refusal as an answer', async () => {
    const { providers } = await provideBy(honest, honest)
    const reverting = await deployTestContract('reverting-wallet')
    const owner = await fundedAccount()
    const signature = await owner.signMessage({ message: 'yes' })
    const judge = { address: reverting.address, hash: hashMessage('yes'), signature }
    expect(await publicClient(LOCAL).verifyHash(judge)).toBe(false)

    const call = publicClient(LOCAL).readContract({
      ...reverting,
      functionName: 'isValidSignature',
      args: [judge.hash, signature],
    })
    await expect(call).rejects.toThrow(/revert/)
    expect(providers[1]?.requests()).toBe(0)
  })

  it('can be one provider’s alone', async () => {
    await provideBy(down, honest)
    const [first, second] = chainProviders(LOCAL).map((provider) => clientOf(LOCAL, provider))
    await expect(first?.getBlockNumber()).rejects.toThrow('could not be reached')
    expect(await second?.getBlockNumber()).toBeTypeOf('bigint')
  })

  it('names no URL when all fail', async () => {
    const { urls } = await provideBy(down, rateLimiting)
    const error = await symbol().catch((thrown: unknown) => thrown)
    const printed = inspect(error, { depth: 12, showHidden: true })
    expect(printed).toContain('A chain provider refused the request.')
    for (const url of urls) expect(printed).not.toContain(new URL(url).host)
    expect(printed).not.toContain('sEcReTkEy')
  })
})
