import { createPublicClient, createWalletClient, type Hex, http, parseAbi } from 'viem'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import slashVectors from '@/test/vectors/slash.json'
import splitVectors from '@/test/vectors/split.json'
import {
  COUNTERPARTY_BOND,
  CREATOR_BOND,
  deposited,
  doStep,
  eventually,
  fire,
  ledger,
  localNetwork,
  memberOf,
  twoFunded,
  until,
} from './bonds'
import type { Challenge, Client } from './client'
import { confirmation } from './deals'
import { type Desk, startDesk } from './desk'

type Case = { id: string; status: string; committee: { seat: number; member: Hex }[] }

let desk: Desk
let creator: Client
let bob: Client
let escrow: Hex
let token: Hex

beforeAll(async () => {
  desk = await startDesk()
  ;({ creator, bob } = await twoFunded(desk))
  ;({ escrow, token } = await localNetwork(creator))
})
afterAll(() => desk?.close())

const inTokens = (over: object = {}) =>
  fire({ token_address: token, creator: String(CREATOR_BOND), counterparty: String(COUNTERPARTY_BOND) }, over)
const amounts = (challenge: Challenge) =>
  creator
    .get<{ receipt: { amounts: { did: string; amount: string }[] } }>(`/receipts/${challenge.receipt_id}`)
    .then(({ receipt }) => receipt.amounts.map(({ did, amount }) => [did.split(':').at(-1), amount]))
const isOver = ({ status }: Challenge) => status === 'COMPLETED' || status === 'EXPIRED'

/** Pays out to everybody, by a stranger's hand. */
async function pushAll(accounts: readonly Hex[]): Promise<void> {
  const stranger = createWalletClient({ account: bob.account, chain: foundry, transport: http(desk.rpcUrl) })
  const { owed } = ledger(desk.rpcUrl, escrow, token)
  const abi = parseAbi(['function push(address token, address account)'])
  for (const account of accounts) {
    await stranger.writeContract({ address: escrow, abi, functionName: 'push', args: [token, account] })
    await eventually(async () => ((await owed(account)) === 0n ? true : null), `${account} is paid`)
  }
}

describe('FIRE between two accounts over HTTP', () => {
  it('is decided by a panel of three, to the unit, and nothing stays in the escrow', async () => {
    const vector = slashVectors.find(
      ({ loser_bond, provers, opener_is_winner }) =>
        loser_bond === String(COUNTERPARTY_BOND) && provers === 2 && opener_is_winner,
    )
    if (!vector) throw new Error('The vectors have no such case')
    const { id } = await deposited(
      desk,
      creator,
      bob,
      inTokens({ resolution: { strategy: 'COMMITTEE', panel: { k: 2, m: 3 } } }),
    )

    const { case_id } = await creator.post<Challenge & { case_id: string }>(`/challenges/${id}/dispute`, {
      reason: 'It did not rain.',
    })
    await doStep(creator, desk, id, 'dispute')
    await until(creator, id, ({ status }) => status === 'DISPUTED')
    const { committee } = await eventually(async () => {
      const seen = await creator.get<Case>(`/cases/${case_id}`)
      return seen.committee.length === 3 ? seen : null
    }, 'three seats')

    const voters = committee.slice(0, 2)
    for (const { member } of voters) {
      const seated = await memberOf(desk, member)
      const signature = await seated.sign(id, { action: 'vote', outcome: 'CREATOR_WIN' })
      await seated.post(`/cases/${case_id}/votes`, { outcome: 'CREATOR_WIN', signature })
    }
    const ended = await until(creator, id, isOver)
    expect([ended.status, ended.outcome]).toEqual(['COMPLETED', 'CREATOR_WIN'])

    const { owed, held } = ledger(desk.rpcUrl, escrow, token)
    const won = CREATOR_BOND + BigInt(vector.winner_reward) + BigInt(vector.fee_back_to_opener)
    expect(await owed(creator.address)).toBe(won)
    expect(await owed(bob.address)).toBe(0n)
    for (const { member } of voters) expect(await owed(member)).toBe(BigInt(vector.each_prover))
    expect(await amounts(ended)).toEqual([[creator.address, won.toString()]])

    const before = await held(creator.address)
    await doStep(creator, desk, id, 'withdraw')
    expect((await held(creator.address)) - before).toBe(won)
    await pushAll([
      ...voters.map(({ member }) => member),
      await treasuryOf(),
      '0x000000000000000000000000000000000000dead',
    ])
    expect(await held(escrow)).toBe(0n)
  })

  it('is split as both sign, by the vectors', async () => {
    const vector = splitVectors.find(({ creator_held }) => creator_held === String(CREATOR_BOND))
    if (!vector) throw new Error('The vectors have no such case')
    const { id } = await deposited(desk, creator, bob, inTokens())
    const creator_bps = vector.creator_bps
    for (const party of [creator, bob]) {
      const signature = await party.sign(id, { action: 'split', creator_bps: String(creator_bps) })
      await party.post(`/challenges/${id}/split`, { creator_bps, signature })
    }

    const ended = await until(creator, id, isOver)
    expect([ended.status, ended.outcome, ended.split]).toEqual(['COMPLETED', 'DRAW', true])
    expect(await amounts(ended)).toEqual([
      [creator.address, vector.to_creator],
      [bob.address, vector.to_counterparty],
    ])
    await doStep(creator, desk, id, 'withdraw')
    await doStep(bob, desk, id, 'withdraw')
    expect(await ledger(desk.rpcUrl, escrow, token).held(escrow)).toBe(0n)
  })

  it('ends in native coin as both sign, whoever takes it to the chain', async () => {
    const { id } = await deposited(desk, creator, bob, fire({ creator: '5', counterparty: '7' }))
    await creator.post(`/challenges/${id}/confirm`, await confirmation(creator, id, 'COUNTERPARTY_WIN'))
    await bob.post(`/challenges/${id}/confirm`, await confirmation(bob, id, 'COUNTERPARTY_WIN'))

    const ended = await until(bob, id, isOver)
    expect([ended.status, ended.outcome]).toEqual(['COMPLETED', 'COUNTERPARTY_WIN'])
    expect(ended.stakes).toHaveLength(2)
    await doStep(bob, desk, id, 'withdraw')
  })
})

/** The escrow's own word for where a tenth of a lost bond goes. */
function treasuryOf(): Promise<Hex> {
  const chain = createPublicClient({ chain: foundry, transport: http(desk.rpcUrl) })
  const abi = parseAbi(['function treasury() view returns (address)'])
  return chain.readContract({ address: escrow, abi, functionName: 'treasury' })
}
