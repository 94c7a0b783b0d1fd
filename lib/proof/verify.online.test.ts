import { describe, expect, it } from 'vitest'
import type { ChainReader, WalletQuestion } from './chain-reader'
import { type Hex, keccakHex } from './hash'
import { makeBundle, type Recipe } from './make-bundle.fixture'
import { addressOf, DESK } from './sign.fixture'
import { verifyBundleOnline } from './verify'

const ANCHOR_CHAIN = 84532
const PARTY_CHAIN = 31337
const SECONDS = BigInt(Date.parse('2026-12-02T09:31:00.000Z') / 1000)
const noAnswer = () => Promise.reject(new Error('no answer'))

/** A node that knows exactly what the fixture's bundle claims. */
const node = (chainId: number, answers: Partial<ChainReader> = {}): ChainReader => ({
  chainId,
  accepts: async () => 'no contract',
  timestampOf: async () => SECONDS,
  timestamping: async () => ({ blockNumber: 20_301_177, seconds: SECONDS }),
  hasBlock: async () => true,
  blockHashAt: noAnswer,
  dealEnding: noAnswer,
  panelOf: noAnswer,
  attestationOf: noAnswer,
  revokedOffchain: noAnswer,
  ...answers,
})

async function check(recipe: Recipe, ...chains: ChainReader[]) {
  const { bytes } = await makeBundle(recipe)
  const report = await verifyBundleOnline(bytes, { asOf: new Date('2027-02-01T00:00:00.000Z'), desk: DESK, chains })
  const link = (name: string) => report.links.find((found) => found.name === name)?.verdict
  return { ...report, link }
}

describe('the anchor with a node', () => {
  it('is proven, time and all', async () => {
    const report = await check({}, node(ANCHOR_CHAIN))
    expect(report.exit).toBe(0)
    expect(report.links.find(({ name }) => name === 'anchor')).toEqual({
      name: 'anchor',
      verdict: 'proven',
      detail: 'timestamped in block 20301177 at 2026-12-02T09:31:00.000Z',
    })
  })

  it('asks the pinned contract about the root', async () => {
    const { bundle } = await makeBundle()
    const asked: unknown[] = []
    const listening = node(ANCHOR_CHAIN, {
      timestampOf: async (...question) => {
        asked.push(question)
        return SECONDS
      },
      timestamping: async (...question) => {
        asked.push(question)
        return { blockNumber: 20_301_177, seconds: SECONDS }
      },
    })
    await check({}, listening)
    if (bundle.anchor.state !== 'FINAL') throw new Error('not anchored')
    const eas = '0x4200000000000000000000000000000000000021'
    expect(asked).toEqual([
      [eas, bundle.anchor.root],
      [bundle.anchor.tx_hash, eas, bundle.anchor.root],
    ])
  })

  it.each<[string, string, number, Partial<ChainReader>]>([
    ['the root was never timestamped', 'broken', 1, { timestampOf: async () => 0n }],
    [
      'it was timestamped at another time',
      'broken',
      1,
      {
        timestampOf: async () => SECONDS + 1n,
        timestamping: async () => ({ blockNumber: 20_301_177, seconds: SECONDS + 1n }),
      },
    ],
    [
      'the transaction is of another time',
      'broken',
      1,
      { timestamping: async () => ({ blockNumber: 20_301_177, seconds: SECONDS - 1n }) },
    ],
    [
      'the transaction is in another block',
      'broken',
      1,
      { timestamping: async () => ({ blockNumber: 20_301_178, seconds: SECONDS }) },
    ],
    ['the transaction failed', 'broken', 1, { timestamping: async () => 'reverted' }],
    ['the transaction did something else', 'broken', 1, { timestamping: async () => 'other' }],
    ['the transaction is not known', 'unverifiable', 2, { timestamping: async () => 'missing' }],
    ['the node does not answer', 'unverifiable', 2, { timestampOf: noAnswer }],
    ['the node stops answering', 'unverifiable', 2, { timestamping: noAnswer }],
  ])('when %s is %s', async (_, verdict, exit, answers) => {
    const report = await check({}, node(ANCHOR_CHAIN, answers))
    expect(report.link('anchor')).toBe(verdict)
    expect(report.exit).toBe(exit)
  })

  it('stays a claim with a node of another chain, and says so', async () => {
    const report = await check({}, node(1))
    expect(report.link('anchor')).toBe('claimed')
    expect(report.warnings.join()).toMatch('None of the nodes given is of chain 84532')
  })

  it('is worth nothing on the local chain', async () => {
    const report = await check({ anchoredOn: 31337 }, node(31337))
    expect(report.links.find(({ name }) => name === 'anchor')?.detail).toMatch('local chain, worth nothing')
    expect(report.warnings).toEqual(['Anchored on a local chain, worth nothing.'])
  })
})

describe('the blocks of a funds proof with a node', () => {
  const word = '1 of 1 passed, by what the desk read'
  it.each<[string, string, Partial<ChainReader>]>([
    ['both exist', `${word}; the node knows the blocks of 1`, {}],
    [
      'one is not known',
      `${word}; the node knows the blocks of 0`,
      { hasBlock: async (hash) => hash === keccakHex('block') },
    ],
    ['the node does not answer', `${word}; the node knows the blocks of 0`, { hasBlock: noAnswer }],
  ])('%s', async (_, detail, answers) => {
    const report = await check({}, node(PARTY_CHAIN, answers))
    expect(report.links.find(({ name }) => name === 'funds')).toEqual({ name: 'funds', verdict: 'claimed', detail })
  })

  it('are not asked for on another chain', async () => {
    const report = await check({}, node(ANCHOR_CHAIN))
    expect(report.links.find(({ name }) => name === 'funds')?.detail).toBe(word)
  })
})

describe('a wallet contract’s signature with a node', () => {
  const recipe: Recipe = {
    change: {
      payload: (payload, role) => (role === 'creator' ? { ...payload, signature: `0x${'ab'.repeat(80)}` } : payload),
    },
  }
  const intentBy = async (anchoredOn: number, accepts: ChainReader['accepts']) => {
    const report = await check({ ...recipe, anchoredOn }, node(PARTY_CHAIN, { accepts }))
    return report.link('creator intent')
  }
  const atBlock = (then: Awaited<ReturnType<ChainReader['accepts']>> | Error, today: typeof then) => {
    return async ({ blockNumber }: WalletQuestion) => {
      const answer = blockNumber === undefined ? today : then
      if (answer instanceof Error) throw answer
      return answer
    }
  }

  it('is asked for with the digest, at the block of the anchor on the same chain', async () => {
    const asked: WalletQuestion[] = []
    const accepts = async (question: WalletQuestion) => {
      asked.push(question)
      return 'yes' as const
    }
    expect(await intentBy(PARTY_CHAIN, accepts)).toBe('proven')
    expect(await intentBy(ANCHOR_CHAIN, accepts)).toBe('proven')
    expect(asked.map(({ address, blockNumber }) => [address, blockNumber])).toEqual([
      [addressOf('creator'), 20_301_177],
      [addressOf('creator'), undefined],
    ])
    expect(asked[0]?.signature).toBe(`0x${'ab'.repeat(80)}`)
    expect(asked[0]?.digest).toMatch(/^0x[0-9a-f]{64}$/)
  })

  const lost = new Error('missing trie node')
  it.each<[string, string | undefined, number, ReturnType<typeof atBlock>]>([
    ['accepted then', 'proven', PARTY_CHAIN, atBlock('yes', 'no')],
    ['refused then', 'broken', PARTY_CHAIN, atBlock('no', 'yes')],
    ['of a wallet made later', 'proven', PARTY_CHAIN, atBlock('no contract', 'yes')],
    ['accepted today, then not known', 'proven', PARTY_CHAIN, atBlock(lost, 'yes')],
    ['refused today, then not known', 'unverifiable', PARTY_CHAIN, atBlock(lost, 'no')],
    ['refused today', 'unverifiable', ANCHOR_CHAIN, atBlock('yes', 'no')],
    ['of no wallet contract', 'broken', PARTY_CHAIN, atBlock('no contract', 'no contract')],
    ['not judged', 'unverifiable', PARTY_CHAIN, atBlock(lost, lost)],
  ])('%s is %s', async (_, verdict, anchoredOn, accepts) => {
    expect(await intentBy(anchoredOn, accepts)).toBe(verdict)
  })

  it('is not asked for when a key signed, and cannot be with a node of another chain', async () => {
    const refuse = { accepts: async () => 'no' as const }
    expect((await check({}, node(PARTY_CHAIN, refuse))).link('creator intent')).toBe('proven')
    expect((await check(recipe, node(ANCHOR_CHAIN, { accepts: async () => 'yes' }))).link('creator intent')).toBe(
      'unverifiable',
    )
  })

  it('may sign an outcome too', async () => {
    const outcome: Recipe = {
      change: { settlement: (items) => items.map((item) => ({ ...item, signature: '0x' as Hex })) },
    }
    expect((await check(outcome, node(PARTY_CHAIN, { accepts: async () => 'yes' }))).link('outcome')).toBe('proven')
    expect((await check(outcome, node(PARTY_CHAIN))).link('outcome')).toBe('broken')
  })
})
