import { createPublicClient, createTestClient, createWalletClient, http, parseAbi, parseEther } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { quorumOf } from '@/lib/chain/chain-quorum'
import { mined } from '@/lib/chain/mined.mjs'
import { CALL_TIMEOUT_MS, openProvider } from '@/lib/chain/providers'
import { currentTime } from '@/lib/clock'
import { balanceCommitment, erc20Asset, nativeAsset } from '@/lib/proof/funds'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import {
  ahead,
  catchingUp,
  down,
  hanging,
  honest,
  html,
  type Kind,
  lagging,
  lying,
  pruned,
  rateLimiting,
  slow,
  startProviders,
  unbatched,
  wrongHash,
} from '@/test/fakes/rpc-providers'
import { addresses, deployTestContract, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import type { FundsRequirement } from './decide'
import { readRequirements } from './read-funds'

const LOCAL = 31337
const HELD = parseEther('7.5')

let desk: TestDatabase
let wallet: Hex
const closing: (() => Promise<void>)[] = []

beforeAll(async () => {
  desk = await ownDesk()
  wallet = (await fundedAccount('7.5')).address.toLowerCase() as Hex
  await mine()
})
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})
afterAll(() => desk.drop())

const chain = () => createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
const mine = (blocks = 1) => chain().mine({ blocks })

const native = (minBalance: bigint, more: Partial<FundsRequirement> = {}): FundsRequirement => ({
  index: 0,
  role: 'creator',
  network: LOCAL,
  wallet,
  kind: 'BALANCE',
  assetType: 'NATIVE',
  minBalance,
  ...more,
})

/** Reads through providers of these kinds instead of the environment's. */
async function readThrough(kinds: readonly Kind[], requirements: FundsRequirement[], now = currentTime()) {
  const fakes = await startProviders(kinds, rpcUrl())
  closing.push(fakes.close)
  const opened = fakes.urls.map((url, i) => openProvider(url, `provider ${i + 1}`))
  const readings = await readRequirements({ now }, requirements, (chainId) => quorumOf(chainId, opened))
  return { ...fakes, readings }
}

const RICH = HELD * 1_000n

describe('a reading stands when two providers agree', () => {
  it.each<[string, Kind[]]>([
    ['two honest', [honest, honest]],
    ['one lying', [honest, honest, lying(0n)]],
    ['one lying first', [lying(0n), honest, honest]],
    ['one lagging', [honest, honest, lagging(3)]],
    ['one hanging', [honest, honest, hanging]],
    ['one answering 429', [honest, honest, rateLimiting]],
    ['one answering a page', [honest, html, honest]],
    ['one down', [honest, honest, down]],
    ['one naming other blocks', [honest, honest, wrongHash(0n)]],
    ['one claiming the future', [honest, honest, ahead(50)]],
    ['one without old state', [honest, honest, pruned]],
    ['one catching up', [honest, catchingUp()]],
    ['without batches', [unbatched, unbatched]],
    ['all of it at once', [lying(0n), honest, lagging(2), honest, hanging, rateLimiting, html]],
  ])('%s', async (_, kinds) => {
    const { readings } = await readThrough(kinds, [native(HELD), native(HELD + 1n, { index: 1, wallet: OTHER })])
    expect(readings.map(({ status }) => status)).toEqual(['PASSED', 'FAILED'])
    expect(readings[0]).toMatchObject({ provider: 'quorum of 2', providersAsked: kinds.length, reason: null })
    expect(readings[0]?.providersAgreed).toBeGreaterThanOrEqual(2)
  })

  it.each<[string, Kind[]]>([
    ['one lying rich', [honest, honest, lying(RICH)]],
    ['all of it at once', [lying(RICH), honest, lagging(2), honest, hanging, rateLimiting, html]],
  ])('and a liar cannot make the poor rich: %s', async (_, kinds) => {
    expect((await readThrough(kinds, [native(HELD + 1n)])).readings).toMatchObject([{ status: 'FAILED' }])
  })

  it.each<[string, Kind[], string]>([
    ['one honest and one liar', [honest, lying(RICH)], 'DISAGREEMENT'],
    ['two honest, two liars who agree', [honest, honest, lying(RICH), lying(RICH)], 'DISAGREEMENT'],
    ['one honest and one that is down', [honest, down], 'NO_QUORUM'],
    ['one honest and one that hangs', [honest, hanging], 'NO_QUORUM'],
    ['nobody has the state', [pruned, pruned], 'NO_QUORUM'],
    ['two that name other blocks', [wrongHash(RICH), honest], 'DISAGREEMENT'],
    ['all down', [down, hanging, rateLimiting, html], 'UNREACHABLE'],
    ['nobody configured', [], 'TOO_FEW_PROVIDERS'],
  ])('else it is an ERROR: %s', async (_, kinds, reason) => {
    const { readings } = await readThrough(kinds, [native(1n), native(RICH, { index: 1 })])
    for (const reading of readings) {
      expect(reading).toMatchObject({
        status: 'ERROR',
        reason,
        providersAgreed: 0,
        balanceCommitment: null,
        salt: null,
      })
    }
  })

  it('recovers by itself', async () => {
    const fakes = await startProviders([down, down], rpcUrl())
    closing.push(fakes.close)
    const opened = fakes.urls.map((url, i) => openProvider(url, `provider ${i + 1}`))
    const read = () => readRequirements({ now: currentTime() }, [native(HELD)], (id) => quorumOf(id, opened))

    expect(await read()).toMatchObject([{ status: 'ERROR', reason: 'UNREACHABLE' }])
    for (const fake of fakes.providers) fake.become(honest)
    expect(await read()).toMatchObject([{ status: 'PASSED' }])
  })

  it('one alone is enough on the local chain, and said so', async () => {
    expect((await readThrough([honest], [native(HELD)])).readings).toMatchObject([
      { status: 'PASSED', provider: 'single provider', providersAgreed: 1, providersAsked: 1 },
    ])
  })

  it('asks a lone provider twice: for the block, and for the balance at it', async () => {
    const { providers } = await readThrough([honest], [native(HELD), native(1n, { index: 1 })])
    expect(providers[0]?.asked).toEqual(['eth_getBlockByNumber', 'eth_getBalance'])
  })

  it('does not wait long for the slow', async () => {
    const started = performance.now()
    expect((await readThrough([honest, honest, slow(20_000)], [native(HELD)])).readings[0]?.status).toBe('PASSED')
    // Before its call is given up.
    expect(performance.now() - started).toBeLessThan(CALL_TIMEOUT_MS)
  })

  it('refuses a chain that stopped ten minutes ago', async () => {
    const later = new Date(currentTime().getTime() + 11 * 60_000)
    expect((await readThrough([honest, honest], [native(1n)], later)).readings).toMatchObject([
      { status: 'ERROR', reason: 'STALE' },
    ])
  })
})

/** Holds nothing. */
const OTHER = '0x00000000000000000000000000000000000000fe'

describe('what is read', () => {
  it('commits to the balance at the newest block, under a salt of its own', async () => {
    const { readings } = await readThrough([honest, honest], [native(1n), native(2n, { index: 1 })])
    for (const { salt, balanceCommitment: commitment, blockHash } of readings) {
      const asset = nativeAsset(LOCAL)
      expect(commitment).toBe(
        balanceCommitment({ salt: salt as Hex, balance: HELD, asset, blockHash: blockHash as Hex }),
      )
    }
    expect(readings[0]?.salt).not.toBe(readings[1]?.salt)
    expect(readings[0]?.blockHash).toBe(readings[1]?.blockHash)
    expect(readings[0]?.blockHash).toBe(readings[0]?.finalizedBlockHash)
  })

  it('adds up what is asked of the same wallet and asset', async () => {
    const half = HELD / 2n
    const both = await readThrough([honest, honest], [native(half), native(half, { index: 1 })])
    expect(both.readings.map(({ status }) => status)).toEqual(['PASSED', 'PASSED'])
    const tooMuch = await readThrough([honest, honest], [native(half), native(half + 1n, { index: 1 })])
    expect(tooMuch.readings.map(({ status }) => status)).toEqual(['FAILED', 'FAILED'])
  })

  it('reads tokens', async () => {
    const { testToken } = addresses()
    await mint(testToken as Hex, wallet, 1_500_000n)
    const token = { assetType: 'ERC20', tokenAddress: testToken } as const
    const { readings } = await readThrough(
      [honest, honest, lying(0n)],
      [native(1_500_000n, token), native(1n, { ...token, index: 1, wallet: OTHER }), native(HELD, { index: 2 })],
    )
    expect(readings.map(({ status }) => status)).toEqual(['PASSED', 'FAILED', 'PASSED'])

    const [{ salt, balanceCommitment: commitment, blockHash }] = readings as [(typeof readings)[0]]
    const opened = {
      salt: salt as Hex,
      balance: 1_500_000n,
      asset: erc20Asset(LOCAL, testToken),
      blockHash: blockHash as Hex,
    }
    expect(commitment).toBe(balanceCommitment(opened))
  })

  it('knows what is no token: no code, another contract, one that reverts', async () => {
    const reverting = await deployTestContract('reverting-wallet')
    for (const tokenAddress of [OTHER, addresses().eas, reverting.address.toLowerCase()]) {
      const token = native(1n, { assetType: 'ERC20', tokenAddress })
      expect((await readThrough([honest, honest], [token])).readings).toMatchObject([
        { status: 'ERROR', reason: 'NOT_A_TOKEN' },
      ])
    }
  })

  it('takes one provider’s word for a missing token no more than for a balance', async () => {
    const token = native(1n, { assetType: 'ERC20', tokenAddress: OTHER })
    const { readings } = await readThrough([honest, lying(5n)], [token])
    expect(readings).toMatchObject([{ status: 'ERROR', reason: 'DISAGREEMENT' }])
  })

  it('counts transactions', async () => {
    const account = await fundedAccount()
    const sender = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
    const reader = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
    for (const nonce of [0, 1]) {
      await mined(reader, await sender.sendTransaction({ to: OTHER, value: 0n, nonce }))
    }

    const count = (minTransactions: number, index: number) =>
      native(0n, { kind: 'TX_COUNT', wallet: account.address.toLowerCase(), minTransactions, index })
    const { readings } = await readThrough([honest, honest], [count(2, 0), count(3, 1)])
    expect(readings.map(({ status }) => status)).toEqual(['PASSED', 'FAILED'])
    expect(readings[0]).toMatchObject({ balanceCommitment: null, salt: null })
  })

  it('knows that no wallet is older than its chain', async () => {
    const age = native(0n, { kind: 'WALLET_AGE', minWalletAgeDays: 1 })
    expect((await readThrough([honest, honest], [age])).readings).toMatchObject([{ status: 'FAILED' }])
    expect(
      (await readThrough([honest, pruned], [native(0n, { ...age, kind: 'TX_COUNT', minTransactions: 1 })])).readings,
    ).toMatchObject([{ status: 'ERROR' }])
  })

  it('keeps networks apart: one that cannot be read does not spoil the other', async () => {
    const fakes = await startProviders([honest, honest], rpcUrl())
    closing.push(fakes.close)
    const opened = fakes.urls.map((url) => openProvider(url))
    const readings = await readRequirements(
      { now: currentTime() },
      [native(HELD), native(1n, { index: 1, network: 8453 }), native(HELD, { index: 2, wallet: OTHER })],
      (id) => quorumOf(id, id === LOCAL ? opened : []),
    )
    expect(readings.map(({ status }) => status)).toEqual(['PASSED', 'ERROR', 'FAILED'])
    expect(readings.map(({ requirement }) => requirement.index)).toEqual([0, 1, 2])
  })
})

async function mint(token: Hex, to: Hex, amount: bigint) {
  const account = await fundedAccount()
  const sender = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  const reader = createPublicClient({ chain: foundry, transport: http(rpcUrl()) })
  const hash = await sender.writeContract({
    address: token,
    abi: parseAbi(['function mint(address to, uint256 amount)']),
    functionName: 'mint',
    args: [to, amount],
  })
  await mined(reader, hash)
}
