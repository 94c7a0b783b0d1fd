import {
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  http,
  type PublicClient,
  parseAbi,
  parseEther,
} from 'viem'
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readChainNews } from '@/lib/chain/indexer/read-chain-news'
import { mined } from '@/lib/chain/mined.mjs'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { disputeChallenge } from '@/lib/challenge/dispute'
import { getChallenge } from '@/lib/challenge/get'
import { localMembers } from '@/lib/committee/panel.fixture'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { readLeaveFile } from '@/lib/leave/leave-file'
import type { Hex } from '@/lib/proof/hash'
import { toChecksum } from '@/lib/wallet/checksum'
import { ownDesk } from '@/test/desk-environment'
import { acceptedChallenge, as, sign } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { addresses, fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { followDeal } from './follow-deal'
import { getDealFile } from './get-deal-file'
import { getStakes } from './get-stakes'
import { keepDeal } from './keeper/keep-deal'
import { sendCall } from './keeper/send-call'
import { listDueCallIds } from './keeper/store'
import { prepareStakes } from './prepare'
import { PrepareStep } from './schemas'
import { findDeal } from './store'

let fresh: TestDatabase
let db: Database
let client: PublicClient
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  client = createPublicClient({ chain: foundry, transport: http(rpcUrl()), cacheTime: 0 })
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})

type Funded = Person & { account: PrivateKeyAccount }
async function funded(ether?: string): Promise<Funded> {
  const account = await fundedAccount(ether)
  return { ...(await person({ account })), account }
}

const BOND = { network: 'local', creator: parseEther('0.4').toString(), counterparty: parseEther('0.3').toString() }
const fire = (bond: object = BOND) => ({ mode: 'FIRE', title: 'Bike for 0.4 ETH', bond })

async function agreed(bond?: object) {
  const [creator, counterparty] = [await funded(), await funded()]
  const { id } = await acceptedChallenge(creator, counterparty, fire(bond))
  return { id, creator, counterparty }
}

const prepare = (who: Person, id: string, step: string, more: object = {}) =>
  prepareStakes(as(who), { id, ...PrepareStep.parse({ step, ...more }) })
const refusal = (who: Person, id: string, step: string, more: object = {}) =>
  prepare(who, id, step, more).then(
    () => 'prepared',
    (error: { code: string }) => error.code,
  )

/** Sends what was prepared, as a wallet would. */
async function send(who: Funded, { calls }: Awaited<ReturnType<typeof prepareStakes>>): Promise<void> {
  const wallet = createWalletClient({ account: who.account, chain: foundry, transport: http(rpcUrl()) })
  for (const { to, data, value } of calls) {
    const hash = await wallet.sendTransaction({ to: to as Hex, data: data as Hex, value: BigInt(value) })
    expect((await mined(client, hash)).status).toBe('success')
  }
}
async function news(challengeId: string): Promise<void> {
  const ctx = systemContext('test')
  await readChainNews(ctx, { chainId: 31337 })
  const deal = await findDeal(sqlOver(db.pool), { challengeId })
  await followDeal(ctx, { dealId: deal?.id ?? '' })
}
async function deposit({ id, creator, counterparty }: Awaited<ReturnType<typeof agreed>>): Promise<void> {
  await send(creator, await prepare(creator, id, 'open'))
  await send(counterparty, await prepare(counterparty, id, 'join'))
  await news(id)
}
const confirm = async (who: Person, id: string) =>
  confirmChallenge(as(who), {
    id,
    outcome: 'FULFILLED',
    signature: await sign(who, id, { action: 'confirm', outcome: 'FULFILLED' }),
  })

describe('depositing', () => {
  it('is said with its amount, by the right party, once, in order', async () => {
    const { id, creator, counterparty } = await agreed()
    const open = await prepare(creator, id, 'open')
    expect(open.calls).toEqual([
      {
        to: addresses().escrow,
        data: expect.stringMatching(/^0x/),
        value: parseEther('0.4').toString(),
        chain_id: 'eip155:31337',
        says: expect.stringMatching(/^Deposit your bond of 0\.4 ETH in the escrow on /),
      },
    ])
    expect(await refusal(counterparty, id, 'open')).toBe('E3012')
    expect(await refusal(creator, id, 'join')).toBe('E3012')
    expect(await refusal(counterparty, id, 'join')).toBe('E5010')
    expect(await refusal(creator, id, 'settle')).toBe('E5010')
    expect(await refusal(creator, id, 'expire')).toBe('E5010')

    await send(creator, open)
    expect(await refusal(creator, id, 'open')).toBe('E5011')
    expect(await refusal(creator, id, 'expire')).toBe('E5011')
    await send(counterparty, await prepare(counterparty, id, 'join'))
    expect(await refusal(counterparty, id, 'join')).toBe('E5011')
    await news(id)
    expect(await getChallenge(as(creator), { id })).toMatchObject({ status: 'AWAITING_RESOLUTION' })
    expect(
      (await getStakes(as(counterparty), { id })).data.map(({ role, status, amount }) => [role, status, amount]),
    ).toEqual([
      ['creator', 'HELD', parseEther('0.4')],
      ['counterparty', 'HELD', parseEther('0.3')],
    ])
  })

  it('is refused before a wallet opens that is short, and does not say what it holds', async () => {
    const creator = await funded('0.41')
    const counterparty = await funded('0.2999')
    const { id } = await acceptedChallenge(creator, counterparty, fire())
    await send(creator, await prepare(creator, id, 'open'))
    const short = await prepare(counterparty, id, 'join').catch((error: Error) => error)
    expect(short).toMatchObject({ code: 'E5012', message: expect.stringContaining('0.3 ETH') })
    expect((short as Error).message).not.toContain('0.2999')
  })

  it('in a token asks for exactly the allowance that is missing first', async () => {
    const token = addresses().testToken as Hex
    const mint = parseAbi(['function mint(address to, uint256 amount)'])
    const bond = {
      network: 'local',
      token_address: token,
      creator: '5000000',
      counterparty: '1',
      creator_base: '250000',
    }
    const { id, creator } = await agreed(bond)
    expect(await refusal(creator, id, 'open')).toBe('E5012')

    const data = encodeFunctionData({ abi: mint, functionName: 'mint', args: [creator.address, 6_000_000n] })
    await send(creator, { calls: [{ to: token, data, value: '0', chain_id: '', says: '' }] })
    const { calls } = await prepare(creator, id, 'open')
    expect(calls.map(({ to, value, says }) => [to, value, says.replace(/ on .*/, '')])).toEqual([
      [token, '0', 'Allow the escrow to take exactly 5.25 tUSD of yours, and no more.'],
      [addresses().escrow, '0', 'Deposit your bond of 5 tUSD and your base of 0.25 tUSD in the escrow'],
    ])
    await send(creator, { calls: calls.slice(0, 1) })
    const after = await prepare(creator, id, 'open')
    expect(after.calls.map(({ to }) => to)).toEqual([addresses().escrow])
    await send(creator, after)
  })

  it('is nothing before both have signed, nor where nothing is bonded', async () => {
    const { id, creator } = await agreed()
    const stranger = await funded()
    expect(await refusal(stranger, id, 'open')).toBe('E3012')
    expect(await refusal(stranger, '0193a5f0-0000-7000-8000-000000000001', 'open')).toBe('E3010')
    const unbonded = await acceptedChallenge(creator, stranger)
    expect(await refusal(creator, unbonded.id, 'open')).toBe('E5010')
  })
})

describe('ending', () => {
  it('goes through the desk by itself, and everybody withdraws their own', async () => {
    const challenge = await agreed()
    const { id, creator, counterparty } = challenge
    await deposit(challenge)
    expect(await refusal(creator, id, 'settle')).toBe('E3020')
    await confirm(creator, id)
    expect(await refusal(creator, id, 'settle')).toBe('E3020')
    await confirm(counterparty, id)

    const { calls } = await prepare(counterparty, id, 'settle')
    expect(calls.map(({ says }) => says)).toEqual([
      'End the deal as FULFILLED, as both signed: the creator gets 0.4 ETH, the counterparty gets 0.3 ETH.',
    ])
    expect(await refusal(await funded(), id, 'settle')).toBe('E3012')
    expect(await refusal(creator, id, 'withdraw')).toBe('E5011')

    await keepUntilEnded(id)
    expect(await getChallenge(as(creator), { id })).toMatchObject({ status: 'COMPLETED', outcome: 'FULFILLED' })
    expect(await refusal(creator, id, 'settle')).toBe('E5011')

    const elsewhere = (await fundedAccount('0')).address.toLowerCase()
    const paid = await prepare(creator, id, 'withdraw', { to: elsewhere })
    expect(paid.calls[0]?.says).toBe(`Withdraw 0.4 ETH to ${toChecksum(elsewhere)}.`)
    await send(creator, paid)
    expect(await client.getBalance({ address: elsewhere as Hex })).toBe(parseEther('0.4'))

    const pushed = await prepare(creator, id, 'push')
    expect(pushed.calls.map(({ says }) => says)).toEqual([`Pay 0.3 ETH to its owner ${counterparty.address}.`])
    await send(creator, pushed)
    expect(await refusal(creator, id, 'push')).toBe('E5011')
  })

  it('by a dispute needs the reason written down, and says its fee', async () => {
    const challenge = await agreed()
    await deposit(challenge)
    expect(await refusal(challenge.creator, challenge.id, 'dispute')).toBe('E3014')
    await disputeChallenge(as(challenge.creator), { id: challenge.id, reason: 'It never came.' })
    const { calls } = await prepare(challenge.creator, challenge.id, 'dispute')
    expect(calls).toMatchObject([{ value: parseEther('0.04').toString(), says: expect.stringContaining('0.04 ETH') }])
    await send(challenge.creator, { calls })
    expect(await refusal(challenge.counterparty, challenge.id, 'dispute')).toBe('E5011')
    expect(await refusal(challenge.counterparty, challenge.id, 'fix_seed')).toBe('E3014')
  })

  it('is off the table once its signer voided it on chain', async () => {
    const challenge = await agreed()
    const { id, creator, counterparty } = challenge
    await deposit(challenge)
    await confirm(creator, id)
    await confirm(counterparty, id)
    await send(creator, await prepare(creator, id, 'void'))
    expect(await refusal(counterparty, id, 'settle')).toBe('E3020')
    expect(await refusal(await funded(), id, 'void')).toBe('E3012')
  })
})

describe('a panel', () => {
  it('is seated by anybody who likes, and its members see the deal’s file where nobody else may look', async () => {
    const members = await localMembers()
    const [creator, counterparty] = [await funded(), await funded()]
    const resolution = { strategy: 'COMMITTEE', panel: { k: 2, m: 3, struck: [members[0]?.address] } }
    const body = { ...fire(), visibility: 'parties', resolution, counterparty: counterparty.address }
    const { id } = await acceptedChallenge(creator, counterparty, body)
    await deposit({ id, creator, counterparty })
    await disputeChallenge(as(creator), { id, reason: 'It never came.' })
    await send(creator, await prepare(creator, id, 'dispute'))
    expect(await refusal(creator, id, 'seat')).toBe('E5011')

    // The block that is named comes four later, and one more has to follow.
    const fixing = () => refusal(counterparty, id, 'fix_seed')
    await expect.poll(fixing, { timeout: 20_000, interval: 250 }).toBe('prepared')
    await send(counterparty, await prepare(counterparty, id, 'fix_seed'))
    expect(await refusal(counterparty, id, 'fix_seed')).toBe('E5011')
    await send(creator, await prepare(creator, id, 'seat'))
    expect(await refusal(creator, id, 'seat')).toBe('E5011')
    expect(await refusal(creator, id, 'redraw')).toBe('E5011')
    await news(id)

    const { resolution: agreed } = await getChallenge(as(creator), { id })
    const seen = await Promise.all(
      members.map((member) => getDealFile(as(member), { id }).catch((error: { code: string }) => error.code)),
    )
    const files = seen.filter((one) => typeof one !== 'string')
    expect(files).toHaveLength(3)
    expect(seen.filter((one) => one === 'E3010')).toHaveLength(members.length - 3)
    expect(seen[0]).toBe('E3010')
    for (const file of files) {
      expect(file).toMatchObject({ settlement: [], roster: { root: agreed.panel?.root, epoch: agreed.panel?.epoch } })
    }
    const sitting = members.find((_, at) => typeof seen[at] !== 'string')
    // Other files' panels pay the same members: there may be something.
    expect(['E5011', 'prepared']).toContain(await refusal(sitting as Person, id, 'withdraw'))
    expect(await refusal(members[0] as Person, id, 'withdraw')).toBe('E3010')
  })
})

describe('the file to leave with', () => {
  it('holds the deal and both signatures, and is read by whoever leaves', async () => {
    const challenge = await agreed()
    const { id, creator, counterparty } = challenge
    await deposit(challenge)
    await confirm(counterparty, id)

    const file = await getDealFile(as(creator), { id })
    const deal = await findDeal(sqlOver(db.pool), { challengeId: id })
    expect(file).toMatchObject({
      id: deal?.id,
      chain_id: 'eip155:31337',
      escrow: addresses().escrow,
      deal: { creator: creator.address, creatorBond: parseEther('0.4').toString() },
      domain: { chainId: 31337, verifyingContract: addresses().escrow },
      status: { seen: 'JOINED', confirmed: 'JOINED' },
      settlement: [{ role: 'counterparty', signer: counterparty.address }],
      votes: [],
      roster: null,
    })
    const read = readLeaveFile(JSON.stringify(file))
    expect(read).toMatchObject({ chainId: 31337, id: deal?.id, challenge: id })
    expect(read.offers).toHaveLength(1)
  })

  it('is nobody else’s', async () => {
    const { id } = await agreed()
    await expect(getDealFile(as(await funded()), { id })).rejects.toMatchObject({ code: 'E3010' })
  })
})

async function keepUntilEnded(id: string): Promise<void> {
  const deal = await findDeal(sqlOver(db.pool), { challengeId: id })
  const keeping = async () => {
    const ctx = systemContext('test', new Date(Date.now() + 120_000))
    await keepDeal(ctx, deal?.id ?? '')
    for (const call of await listDueCallIds(sqlOver(db.pool), ctx.now, 10)) await sendCall(ctx, call)
    await news(id)
    return (await findDeal(sqlOver(db.pool), { challengeId: id }))?.state
  }
  const { address } = privateKeyToAccount(process.env.SUBMITTER_KEY_31337 as Hex)
  const anvil = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await anvil.setBalance({ address, value: parseEther('10') })
  await expect.poll(keeping, { timeout: 20_000, interval: 100 }).toBe('ENDED')
}
