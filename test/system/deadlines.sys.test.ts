import { createPublicClient, createWalletClient, type Hex, http, parseAbi } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { keccakHex } from '@/lib/proof/hash'
import { jcs } from '@/lib/proof/jcs'
import { deposited, doStep, fire, localNetwork, twoFunded, until } from './bonds'
import type { Challenge, Client } from './client'
import { accepted } from './deals'
import { type Desk, startDesk } from './desk'

const HOUR = 3_600
const COIN: Hex = `0x${'00'.repeat(20)}`

let desk: Desk
let creator: Client
let bob: Client
let escrow: Hex

beforeAll(async () => {
  desk = await startDesk({ env: { COUNTERSIGN_TEST_CLOCK: '1' } })
  ;({ creator, bob } = await twoFunded(desk))
  ;({ escrow } = await localNetwork(creator))
})
afterAll(() => desk?.close())

/** Access tokens are good for an hour of the desk's time. */
async function advance(hours: number): Promise<void> {
  await creator.post('/dev/clock', { advance_seconds: hours * HOUR })
  for (const client of [creator, bob]) {
    client.token = null
    await client.signIn()
  }
}

const over = (id: string) => until(creator, id, ({ status }) => status === 'COMPLETED' || status === 'EXPIRED')
const coin = (creatorBond: string, counterpartyBond: string, more: object = {}) =>
  fire({ creator: creatorBond, counterparty: counterpartyBond }, more)
const enforced = () => ({ ...coin('11', '13'), mode: 'ENFORCED', counterparty: bob.address })

async function respond(party: Client, id: string, role: string): Promise<void> {
  const answer = { response: 'delivered', salt: `0x${'22'.repeat(32)}` }
  await party.post(`/challenges/${id}/respond`, answer)
  const response_hash = keccakHex(jcs({ v: 'countersign.response/1', challenge: id, role, ...answer }))
  await doStep(party, desk, id, 'respond', { response_hash })
}

/** By anybody's hand. */
async function push(account: Hex): Promise<void> {
  const wallet = createWalletClient({ account: bob.account, chain: foundry, transport: http(desk.rpcUrl) })
  const abi = parseAbi(['function push(address token, address account)'])
  await wallet.writeContract({ address: escrow, abi, functionName: 'push', args: [COIN, account] })
}

describe('every deadline ends as its row says, by the worker alone', () => {
  it('deposits, responses, the resolution and a dispute', async () => {
    const nobody = await accepted(creator, bob, coin('2', '3'))
    const one = await accepted(creator, bob, coin('5', '7'))
    await doStep(creator, desk, one.id, 'open')
    const silent = await deposited(desk, creator, bob, enforced())
    expect(silent.status).toBe('ACTIVE')
    await respond(creator, silent.id, 'creator')
    const idle = await deposited(desk, creator, bob, coin('17', '19'))
    const disputed = await deposited(desk, creator, bob, coin('230', '290'))
    await bob.post(`/challenges/${disputed.id}/dispute`, { reason: 'Never arrived.' })
    await doStep(bob, desk, disputed.id, 'dispute')
    await until(bob, disputed.id, ({ status }) => status === 'DISPUTED')

    await advance(80)
    expect(await over(nobody.id)).toMatchObject({ status: 'EXPIRED', stakes: [] })
    const refunded = await over(one.id)
    expect(refunded).toMatchObject({ status: 'EXPIRED', stakes: [{ status: 'REFUNDED', amount: '5' }] })
    expect(await over(silent.id)).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST' })
    expect((await creator.get<Challenge>(`/challenges/${idle.id}`)).status).toBe('AWAITING_RESOLUTION')
    expect((await creator.get<Challenge>(`/challenges/${disputed.id}`)).status).toBe('DISPUTED')

    await advance(90)
    for (const { id } of [idle, disputed]) {
      const ended = await over(id)
      expect(ended).toMatchObject({ status: 'EXPIRED', outcome: 'NO_CONTEST', receipt_id: expect.any(String) })
    }

    // All of it is theirs again, and nothing else was ever in there.
    const chain = createPublicClient({ chain: foundry, transport: http(desk.rpcUrl) })
    const abi = parseAbi(['function credited(address token, address account) view returns (uint256)'])
    const owed = (account: Hex) =>
      chain.readContract({ address: escrow, abi, functionName: 'credited', args: [COIN, account] })
    expect([await owed(creator.address), await owed(bob.address)]).toEqual([
      5n + 11n + 17n + 230n,
      13n + 19n + 290n + 29n,
    ])
    for (const { address } of [creator, bob]) await push(address)
    expect(await chain.getBalance({ address: escrow, blockTag: 'pending' })).toBe(0n)
  })

  it('both answers in time go on to be settled', async () => {
    const { id } = await deposited(desk, creator, bob, enforced())
    await respond(creator, id, 'creator')
    await respond(bob, id, 'counterparty')
    const open = await until(creator, id, ({ status }) => status === 'AWAITING_RESOLUTION')
    expect(open.outcome).toBeNull()
  })

  it('an oracle that is stale decides nothing, and the right one decides once', async () => {
    const { feeds } = await localNetwork(creator)
    const feed = feeds[0]
    if (!feed) throw new Error('The desk lists no feed')
    const wallet = createWalletClient({ account: creator.account, chain: foundry, transport: http(desk.rpcUrl) })
    const chain = createPublicClient({ chain: foundry, transport: http(desk.rpcUrl) })
    const abi = parseAbi(['function setAnswer(int256 answer, uint256 updatedAt)'])
    const answer = async (value: bigint, at: bigint) => {
      const hash = await wallet.writeContract({
        address: feed.address,
        abi,
        functionName: 'setAnswer',
        args: [value, at],
      })
      await mined(chain, hash)
    }
    const { timestamp } = await chain.getBlock()
    const notBefore = timestamp + 2n * BigInt(HOUR)
    const threshold = 2_500n * 10n ** BigInt(feed.decimals)
    const oracle = {
      feed: feed.address,
      comparator: 'gte',
      threshold: threshold.toString(),
      not_before: new Date(Number(notBefore) * 1_000).toISOString(),
      max_age_seconds: 24 * HOUR,
    }
    const resolution = { strategy: 'ORACLE', oracle }
    const due = new Date((Number(notBefore) + 200 * HOUR) * 1_000).toISOString()
    const { id } = await deposited(desk, creator, bob, coin('100', '100', { resolution, resolution_due_at: due }))
    const solo = await creator.post<Challenge>('/challenges', {
      mode: 'SOLO',
      title: 'ETH above 2500',
      resolution,
      resolution_due_at: due,
    })
    await creator.post(`/challenges/${solo.id}/confirm`, {
      signature: await creator.sign(solo.id, { action: 'confirm' }),
    })

    await answer(threshold + 1n, notBefore - 60n)
    await advance(3)
    await creator.call('POST', `/challenges/${solo.id}/verify`)
    for (const each of [id, solo.id]) {
      expect(await creator.get<Challenge>(`/challenges/${each}`)).toMatchObject({
        status: 'AWAITING_RESOLUTION',
        outcome: null,
      })
    }

    await answer(threshold - 1n, notBefore + 60n)
    await answer(threshold + 9n, notBefore + 120n)
    await bob.call('POST', `/challenges/${solo.id}/verify`)
    expect(await over(solo.id)).toMatchObject({ status: 'COMPLETED', outcome: 'NO_CONTEST' })
    expect(await over(id)).toMatchObject({ status: 'COMPLETED', outcome: 'COUNTERPARTY_WIN' })
  })
})
