import { describe, expect, it } from 'vitest'
import type { ChainQuorum } from '@/lib/chain/chain-quorum'
import { type Script, scripted } from '@/lib/chain/scripted-provider.fixture'
import { log } from '@/lib/log'
import type { FundsRequirement } from './decide'
import { readRequirements } from './read-funds'

log.level = 'silent'

/** Block 100 is the newest, 36 the finalized one; a block takes 12 s unless said. */
const NOW = new Date(100 * 12 * 1000)

const asked = (more: Partial<FundsRequirement>): FundsRequirement => ({
  index: 0,
  role: 'creator',
  network: 1,
  wallet: `0x${'aa'.repeat(20)}`,
  kind: 'BALANCE',
  minBalance: 10n,
  ...more,
})

async function read(requirement: FundsRequirement, scripts: Script[], now = NOW) {
  const providers = scripts.map((script, i) => scripted({ host: `${i}.example`, ...script }))
  const quorum: ChainQuorum = { providers, q: 2, hosts: providers.length }
  const [reading] = await readRequirements({ now }, [requirement], () => quorum)
  return reading
}

describe('both blocks count', () => {
  it.each<[string, (number: number) => bigint, string]>([
    ['enough at both', () => 10n, 'PASSED'],
    ['came after the finalized block', (n) => (n > 36 ? 10n : 9n), 'FAILED'],
    ['left since', (n) => (n > 36 ? 9n : 10n), 'FAILED'],
    ['was there only in between', (n) => (n > 36 && n < 100 ? 99n : 0n), 'FAILED'],
  ])('%s', async (_, balanceAt, status) => {
    expect(await read(asked({}), [{ balanceAt }, { balanceAt }])).toMatchObject({
      status,
      blockNumber: 100,
      finalizedBlockNumber: 36,
    })
  })

  it('and each needs its own quorum', async () => {
    const rich = { balanceAt: () => 10n }
    const liesAboutThePast = { balanceAt: (n: number) => (n > 36 ? 10n : 0n) }
    expect(await read(asked({}), [rich, liesAboutThePast])).toMatchObject({
      status: 'ERROR',
      reason: 'DISAGREEMENT',
    })
    expect(await read(asked({}), [rich, rich, liesAboutThePast])).toMatchObject({
      status: 'PASSED',
      providersAgreed: 2,
    })
  })
})

describe('the age of a wallet', () => {
  const DAY = 86_400
  /** A block an hour; the newest is block 1000. First used in block 500: 500 hours, 20.8 days before. */
  const chain: Script = {
    latest: 1_000,
    timeOf: (n) => n * 3_600,
    nonceAt: (n) => (n >= 500 ? 3 : 0),
  }
  const now = new Date(1_000 * 3_600 * 1_000)

  it.each([
    [1, 'PASSED'],
    [20, 'PASSED'],
    [21, 'FAILED'],
    [41, 'FAILED'],
    [400, 'FAILED'],
  ])('at least %i days: %s', async (minWalletAgeDays, status) => {
    const reading = await read(asked({ kind: 'WALLET_AGE', minWalletAgeDays }), [chain, chain], now)
    expect(reading).toMatchObject({ status, balanceCommitment: null })
  })

  it('is an ERROR where providers keep no state that old', async () => {
    const pruned: Script = { ...chain, stateFrom: 900 }
    const reading = await read(asked({ kind: 'WALLET_AGE', minWalletAgeDays: 20 }), [chain, pruned], now)
    expect(reading).toMatchObject({ status: 'ERROR', reason: 'NO_QUORUM' })
  })

  it('counts from the block’s own time, not from ours', async () => {
    const late = new Date(now.getTime() + 9 * 60_000)
    const exactly = asked({ kind: 'WALLET_AGE', minWalletAgeDays: 20 })
    const usedThen: Script = { ...chain, nonceAt: (n) => (n >= 1_000 - (20 * DAY) / 3_600 ? 1 : 0) }
    expect(await read(exactly, [usedThen, usedThen], late)).toMatchObject({ status: 'PASSED' })
  })
})

it('counts transactions at both blocks', async () => {
  const chain: Script = { nonceAt: (n) => (n > 50 ? 5 : 4) }
  const count = (minTransactions: number) => asked({ kind: 'TX_COUNT', minTransactions })
  expect(await read(count(4), [chain, chain])).toMatchObject({ status: 'PASSED' })
  expect(await read(count(5), [chain, chain])).toMatchObject({ status: 'FAILED' })
})
