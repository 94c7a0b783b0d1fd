import { createPublicClient, type Hex, http } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DEAL_STATES } from '@/lib/stake/chain-news'
import { ESCROW_ABI } from '@/lib/stake/escrow-abi'
import { doStep, eventually, fire, localNetwork, twoFunded, until } from './bonds'
import { type Challenge, type Client, Refused } from './client'
import { withDatabase } from './database'
import { accepted, confirmation } from './deals'
import { type Desk, startDesk } from './desk'

let desk: Desk
let creator: Client
let bob: Client

beforeAll(async () => {
  desk = await startDesk({ env: { ANCHOR_MAX_SECONDS: '1' } })
  ;({ creator, bob } = await twoFunded(desk))
})
afterAll(() => desk?.close())

async function killAndRise(victim: 'worker' | 'server' | 'anvil'): Promise<void> {
  desk.kill(victim)
  await desk.ended
  await desk.start()
}

const isLocked = ({ status }: Challenge) => status === 'AWAITING_RESOLUTION'
const isOver = ({ status }: Challenge) => status === 'COMPLETED'

/** Deposits, again where the chain has lost it: killing the local chain may cost its last seconds. */
async function depositUntil(party: Client, id: string, step: string, isThere: (seen: Challenge) => boolean) {
  for (;;) {
    const seen = await until(party, id, (challenge) => isThere(challenge) || challenge.actions.includes('deposit'))
    if (isThere(seen)) return
    await doStep(party, desk, id, step).catch(allowFound)
    await until(party, id, (challenge) => !challenge.actions.includes('deposit'))
  }
}

/** Whether both bonds are in the escrow, by the chain itself. */
async function isJoined(id: string): Promise<boolean> {
  const { escrow } = await localNetwork(creator)
  const { id: deal } = await creator.get<{ id: Hex }>(`/challenges/${id}/deal`)
  const chain = createPublicClient({ chain: foundry, transport: http(desk.rpcUrl) })
  const status = { address: escrow, abi: ESCROW_ABI, functionName: 'statusOf', args: [deal] } as const
  const { state } = await chain.readContract(status)
  return DEAL_STATES[state] === 'JOINED'
}

/** E5011: the chain's news of the first deposit came after the look, and before the step. */
function allowFound(error: unknown): void {
  const isFound = error instanceof Refused && error.answer.text.includes('"E5011"')
  if (!isFound) throw error
}

const hasStakes = (count: number) => (challenge: Challenge) =>
  (challenge.stakes as { status: string }[]).filter(({ status }) => status === 'HELD').length >= count

it('kill -9 between a deposit and its record, and between a settlement and its record, loses and doubles nothing', async () => {
  const { id } = await accepted(creator, bob, fire({ creator: '1000', counterparty: '500' }))

  await doStep(creator, desk, id, 'open')
  await killAndRise('worker')
  await depositUntil(creator, id, 'open', hasStakes(1))

  await doStep(bob, desk, id, 'join')
  await killAndRise('anvil')
  // The desk finds within seconds what the chain has forgotten; until then it shows what was there.
  await eventually(async () => {
    await depositUntil(creator, id, 'open', hasStakes(1))
    await depositUntil(bob, id, 'join', hasStakes(2))
    return (await isJoined(id)) || null
  }, 'both bonds on the chain')
  await until(creator, id, isLocked)

  await creator.post(`/challenges/${id}/confirm`, await confirmation(creator, id, 'CREATOR_WIN'))
  await bob.post(`/challenges/${id}/confirm`, await confirmation(bob, id, 'CREATOR_WIN'))
  await killAndRise('worker')
  const ended = await until(creator, id, isOver)
  expect(ended).toMatchObject({ outcome: 'CREATOR_WIN', receipt_id: expect.any(String) })
  expect((ended.stakes as { role: string; status: string }[]).map(({ role, status }) => [role, status])).toEqual([
    ['creator', 'RELEASED'],
    ['counterparty', 'SLASHED'],
  ])

  // What the chain has paid for is paid once, whoever dies afterwards.
  await killAndRise('server')
  await doStep(creator, desk, id, 'withdraw')
  const count = (sql: string) =>
    withDatabase(desk.databaseUrl, async (query) => (await query<{ n: number }>(sql, [id]))[0]?.n)
  expect(await count('SELECT count(*)::int AS n FROM receipts WHERE subject_id = $1')).toBe(1)
  expect(
    await count(
      `SELECT count(*)::int AS n FROM chain_events e JOIN deals d ON d.id = e.deal
        WHERE d.challenge_id = $1::uuid AND e.canonical AND e.name = 'Settled'`,
    ),
  ).toBe(1)
}, 400_000)
