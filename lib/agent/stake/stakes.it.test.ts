import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  type Abi,
  createPublicClient,
  createTestClient,
  createWalletClient,
  http,
  type PublicClient,
  parseEther,
} from 'viem'
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import artifact from '@/lib/chain/abi/auditor-stake.json'
import { readChainNews, readStakeNews } from '@/lib/chain/indexer/read-chain-news'
import { mined } from '@/lib/chain/mined.mjs'
import { rosterCandidates } from '@/lib/committee/candidates'
import { currentRoster } from '@/lib/committee/load-roster'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import type { Hex } from '@/lib/proof/hash'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { prepareDevnet } from '@/scripts/start/devnet.mjs'
import { ownDesk } from '@/test/desk-environment'
import { agent, keyAgent } from '@/test/factories/agents'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { getAgent } from '../get'
import { askUnlockCall, lockCall, type StakeCall, unlockCall } from './calls'

/** A chain of its own, whose stakes have a minimum: blocks are taken back here, and its clock is put forward. */
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-stakes-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })
const MINIMUM = parseEther('1')
const DAY = 86_400

let fresh: TestDatabase
let db: Database
let rpcUrl: string
let client: PublicClient
let anvil: ReturnType<typeof createTestClient>
let contract: Hex
beforeAll(async () => {
  rpcUrl = (await startAnvil({ family, log: path.join(folder, 'anvil.log') })).url
  await prepareDevnet({ rpcUrl })
  client = createPublicClient({ chain: foundry, transport: http(rpcUrl), cacheTime: 0 })
  anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl) })
  contract = await deployStake()
  fresh = await ownDesk({ RPC_31337: rpcUrl, AUDITOR_STAKE_31337: contract })
  db = database()
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

async function deployStake(): Promise<Hex> {
  const account = privateKeyToAccount(generatePrivateKey())
  await anvil.setBalance({ address: account.address, value: parseEther('1') })
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
  const { abi, bytecode } = artifact as { abi: Abi; bytecode: Hex }
  const hash = await wallet.deployContract({ abi, bytecode, args: [MINIMUM] })
  const { contractAddress } = await mined(client, hash)
  if (!contractAddress) throw new Error('AuditorStake was not deployed')
  return contractAddress.toLowerCase() as Hex
}

type Member = Person & { account: PrivateKeyAccount }
async function member(): Promise<Member> {
  const account = privateKeyToAccount(generatePrivateKey())
  await anvil.setBalance({ address: account.address, value: parseEther('100') })
  return { ...(await person({ account })), account }
}

async function send(from: Member, call: StakeCall): Promise<string> {
  const wallet = createWalletClient({ account: from.account, chain: foundry, transport: http(rpcUrl) })
  const hash = await wallet.sendTransaction({ ...call, gas: 200_000n })
  return (await mined(client, hash)).status
}
const lock = (who: Member, ether: string) => send(who, lockCall(contract, parseEther(ether)))
const ask = (who: Member, ether: string) => send(who, askUnlockCall(contract, parseEther(ether)))

const ctx = () => systemContext('test')
const news = () => readStakeNews(ctx(), { chainId: 31337 })
async function stakeOf({ address }: Person) {
  const row = await db.prisma.agentStake.findFirst({ where: { member: address, contract } })
  return row && { locked: row.locked.toFixed(), waiting: row.waiting.toFixed(), freeAt: row.freeAt }
}
const wei = (ether: string) => parseEther(ether).toString()
const now = async () => Number((await client.getBlock()).timestamp)

describe('a stake', () => {
  it('follows the contract: locked, asked back, taken', async () => {
    const who = await member()
    await lock(who, '1.5')
    await lock(who, '2')
    expect(await news()).toBe('caught up')
    expect(await stakeOf(who)).toEqual({ locked: wei('3.5'), waiting: '0', freeAt: null })

    await ask(who, '1')
    const freeAt = new Date(((await now()) + 30 * DAY) * 1_000)
    await news()
    expect(await stakeOf(who)).toEqual({ locked: wei('2.5'), waiting: wei('1'), freeAt })
    const { did } = await agent(who)
    expect((await getAgent(who.ctx, { did })).stake).toEqual({
      chain_id: 'eip155:31337',
      contract,
      minimum: MINIMUM.toString(),
      locked: wei('2.5'),
      waiting: wei('1'),
      free_at: freeAt,
    })

    expect(await send(who, unlockCall(contract, who.address))).toBe('reverted')
    await anvil.increaseTime({ seconds: 30 * DAY })
    await anvil.mine({ blocks: 1 })
    expect(await send(who, unlockCall(contract, who.address))).toBe('success')
    await news()
    expect(await stakeOf(who)).toEqual({ locked: wei('2.5'), waiting: '0', freeAt: null })
    const onChain = await client.readContract({
      address: contract,
      abi: artifact.abi,
      functionName: 'stakeOf',
      args: [who.address],
    })
    expect(String(onChain)).toBe(wei('2.5'))
  })

  it('is counted once by several workers at once, and again', async () => {
    const who = await member()
    await lock(who, '1')
    await lock(who, '1')
    await Promise.all(Array.from({ length: 4 }, news))
    await news()
    expect(await stakeOf(who)).toMatchObject({ locked: wei('2') })
  })

  it('of others in the same block is theirs', async () => {
    const [one, two] = [await member(), await member()]
    await Promise.all([lock(one, '1'), lock(two, '7')])
    await news()
    expect([await stakeOf(one), await stakeOf(two)]).toMatchObject([{ locked: wei('1') }, { locked: wei('7') }])
  })
})

describe('a reorganisation', () => {
  it('takes back what it held, and counts it once when it is mined again', async () => {
    const who = await member()
    await lock(who, '1')
    const before = await anvil.snapshot()
    await lock(who, '4')
    await ask(who, '2')
    await news()
    expect(await stakeOf(who)).toMatchObject({ locked: wei('3'), waiting: wei('2') })

    await anvil.revert({ id: before })
    await anvil.mine({ blocks: 5 })
    await news()
    expect(await stakeOf(who)).toEqual({ locked: wei('1'), waiting: '0', freeAt: null })

    await lock(who, '4')
    await news()
    expect(await stakeOf(who)).toMatchObject({ locked: wei('5') })
  })

  it('that only makes the chain shorter leaves nothing of a first stake', async () => {
    const who = await member()
    const before = await anvil.snapshot()
    await lock(who, '1')
    await news()
    expect(await stakeOf(who)).toMatchObject({ locked: wei('1') })
    await anvil.revert({ id: before })
    await news()
    expect(await stakeOf(who)).toBeNull()
  })

  it('that the escrow’s news show first takes stakes back too', async () => {
    const who = await member()
    await readChainNews(ctx(), { chainId: 31337 })
    await lock(who, '1')
    await news()
    await anvil.request({ method: 'anvil_reorg', params: [1, []] } as never)
    expect(await readChainNews(ctx(), { chainId: 31337 })).toBe('caught up')
    expect(await stakeOf(who)).toBeNull()
  })
})

describe('the roster where a stake is asked for', () => {
  const weights = async () => new Map((await rosterCandidates(ctx())).map(({ id, weight }) => [id, weight]))

  it('lists those who have locked enough, heavier with more, and not those who asked it back', async () => {
    const [poor, least, more, most, keyHolder] = (await Promise.all(Array.from({ length: 5 }, member))) as [
      Member,
      Member,
      Member,
      Member,
      Member,
    ]
    const key = keyAgent()
    for (const who of [poor, least, more, most]) await agent(who, { auditor: true })
    await agent(keyHolder, { did: key.did, auditor: true })
    expect(await weights()).toEqual(new Map())
    await expect(currentRoster(ctx())).rejects.toMatchObject({ code: 'E4004' })

    await lock(poor, '0.999999999999999999')
    await lock(least, '1')
    await lock(more, '2.5')
    await lock(most, '40')
    await lock(keyHolder, '2')
    await news()
    expect(await weights()).toEqual(
      new Map([
        [least.address, 5_000n],
        [more.address, 12_500n],
        [most.address, 50_000n],
        [key.did, 10_000n],
      ]),
    )
    const standing = async (did: string) => (await getAgent(poor.ctx, { did })).standing
    expect(await standing(`did:pkh:eip155:31337:${poor.address}`)).toBe('NO_STAKE')
    expect(await standing(key.did)).toBe('STANDS')

    const { rows } = await currentRoster(ctx())
    expect(rows.map(({ id }) => id)).toEqual([least.address, more.address, most.address, key.did].sort())
    await ask(least, '0.000000000000000001')
    await news()
    expect((await weights()).has(least.address)).toBe(false)
    expect((await currentRoster(ctx())).rows).toHaveLength(4)
  })
})
