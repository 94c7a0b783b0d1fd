import { describe, expect, it } from 'vitest'
import type { ChainReader, DealEnding } from './chain-reader'
import { type Hex, keccakHex } from './hash'
import { idOfDeal, makeBundle, type Recipe } from './make-bundle.fixture'
import { addressOf, DESK } from './sign.fixture'
import { verifyBundleOnline } from './verify'

const CHAIN = 31337
const SECONDS = BigInt(Date.parse('2026-12-02T09:00:00.000Z') / 1000)
const TX = keccakHex('ending')
const ESCROW: Hex = `0x${'e5'.repeat(20)}`
const noAnswer = () => Promise.reject(new Error('no answer'))
const coin: Hex = `0x${'00'.repeat(20)}`
const credit = (who: 'creator' | 'counterparty', amount: bigint) => ({ account: addressOf(who), token: coin, amount })

const WON: DealEnding = {
  kind: 'settled',
  outcome: 'CREATOR_WIN',
  by: 'committee',
  credits: [credit('creator', 150_000_000_000_000_000n), credit('creator', 10_000_000_000_000_000n)],
}
const TENTH = 100_000_000_000_000_000n
const REFUNDS = [credit('creator', TENTH), credit('counterparty', TENTH)]
const AGREED: DealEnding = { kind: 'settled', outcome: 'FULFILLED', by: 'parties', credits: REFUNDS }

/** A node that has seen exactly what the recipe's bundle says. */
async function nodeOf(recipe: Recipe, answers: Partial<ChainReader> = {}): Promise<ChainReader> {
  const { bundle } = await makeBundle(recipe)
  const last = bundle.draw?.rounds.at(-1)
  return {
    chainId: CHAIN,
    accepts: async () => 'no contract',
    timestampOf: async () => SECONDS,
    timestamping: async (tx) => ({ blockNumber: stampedAt(tx), seconds: SECONDS }),
    hasBlock: async () => true,
    blockHashAt: async (number) => keccakHex(`block ${number}`),
    dealEnding: noAnswer,
    attestationOf: noAnswer,
    revokedOffchain: noAnswer,
    panelOf: async () => ({
      round: last?.round ?? 0,
      seed: last?.seed ?? TX,
      seats: last?.seats.map(({ member }) => member) ?? [],
    }),
    ...answers,
  }
}
const stampedAt = (tx: Hex) => [20_300_000, 20_301_000].find((block) => keccakHex(`transaction ${block}`) === tx) ?? 0

async function check(recipe: Recipe, answers: Partial<ChainReader> = {}) {
  const { bytes } = await makeBundle(recipe)
  const chains = [await nodeOf(recipe, answers)]
  const report = await verifyBundleOnline(bytes, { asOf: new Date('2027-02-01T00:00:00.000Z'), desk: DESK, chains })
  return Object.fromEntries(report.links.map(({ name, verdict }) => [name, verdict]))
}

describe('the end of a deal, with a node', () => {
  it.each<[string, Recipe, DealEnding]>([
    ['by both', { mode: 'FIRE' }, AGREED],
    ['by both, past the desk', { mode: 'FIRE', ending: 'on chain' }, AGREED],
    [
      'split',
      { mode: 'FIRE', ending: 'split' },
      {
        kind: 'split',
        outcome: null,
        by: null,
        credits: [credit('creator', 150_000_000_000_000_000n), credit('counterparty', 50_000_000_000_000_000n)],
      },
    ],
    ['expired', { mode: 'FIRE', ending: 'clock' }, { kind: 'expired', outcome: null, by: null, credits: REFUNDS }],
    ['by the panel', { mode: 'FIRE', ending: 'panel' }, WON],
  ])('is proven: %s', async (_, recipe, ending) => {
    const asked: unknown[] = []
    const links = await check(recipe, {
      dealEnding: async (...question) => {
        asked.push(question)
        return ending
      },
    })
    const { bundle } = await makeBundle(recipe)
    expect(links).toMatchObject({ escrow: 'proven', amounts: 'proven' })
    expect(asked).toEqual([[TX, ESCROW, idOfDeal(bundle.deal)]])
  })

  it.each<[string, Awaited<ReturnType<ChainReader['dealEnding']>>, string]>([
    ['another outcome', { ...WON, outcome: 'DRAW' }, 'broken'],
    ['decided by others', { ...WON, by: 'parties' }, 'broken'],
    ['a refund', { ...WON, kind: 'expired', outcome: null, by: null }, 'broken'],
    ['a split', { ...WON, kind: 'split', outcome: null, by: null }, 'broken'],
    ['less paid', { ...WON, credits: WON.credits.slice(1) }, 'broken'],
    ['paid to the loser too', { ...WON, credits: [...WON.credits, credit('counterparty', 1n)] }, 'broken'],
    ['paid in another token', { ...WON, credits: WON.credits.map((c) => ({ ...c, token: ESCROW })) }, 'broken'],
    ['a transaction that failed', 'reverted', 'broken'],
    ['a transaction about something else', 'other', 'broken'],
    ['a transaction nobody knows', 'missing', 'unverifiable'],
  ])('is not what the chain says: %s', async (_, ending, verdict) => {
    const links = await check({ mode: 'FIRE', ending: 'panel' }, { dealEnding: async () => ending })
    expect(links.escrow).toBe(verdict)
  })

  it('cannot be told when the node does not answer', async () => {
    expect((await check({ mode: 'FIRE' })).escrow).toBe('unverifiable')
  })
})

describe('a draw, with a node', () => {
  it.each<[string, Recipe, string]>([
    // Who was left out of its own draw no node can tell.
    ['the desk’s own', { ending: 'panel' }, 'claimed'],
    ['the desk’s own, of two rounds', { ending: 'redrawn' }, 'claimed'],
    ['the contract’s', { mode: 'FIRE', ending: 'panel' }, 'proven'],
    ['the contract’s second', { mode: 'FIRE', ending: 'redrawn' }, 'proven'],
  ])('rests on blocks of the chain: %s', async (_, recipe, draw) => {
    expect(await check(recipe)).toMatchObject({ draw, seed: 'proven' })
  })

  it.each<[string, Recipe, Partial<ChainReader>, string]>([
    ['another block hash', { ending: 'panel' }, { blockHashAt: async () => TX }, 'broken'],
    ['no such block', { ending: 'panel' }, { blockHashAt: async () => null }, 'unverifiable'],
    ['no answer', { ending: 'panel' }, { blockHashAt: noAnswer }, 'unverifiable'],
    ['a case nobody timestamped', { ending: 'panel' }, { timestampOf: async () => 0n }, 'broken'],
    [
      'a case timestamped in another block',
      { ending: 'panel' },
      { timestamping: async () => ({ blockNumber: 1, seconds: SECONDS }) },
      'broken',
    ],
    ['no answer of the contract', { mode: 'FIRE', ending: 'panel' }, { panelOf: noAnswer }, 'unverifiable'],
    [
      'other members on chain',
      { mode: 'FIRE', ending: 'panel' },
      { panelOf: async () => ({ round: 0, seed: TX, seats: [] }) },
      'broken',
    ],
  ])('does not: %s', async (_, recipe, answers, verdict) => {
    expect((await check(recipe, answers)).seed).toBe(verdict)
  })
})
