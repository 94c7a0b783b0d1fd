import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { toBody, toDraft } from './draft'
import { type DeskFacts, fitDraft } from './fit-draft'
import { CreateChallenge } from './schemas'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const TOKEN = `0x${'70'.repeat(20)}`
const FEED = `0x${'fe'.repeat(20)}`
const member = (n: number): Hex => `0x${n.toString(16).padStart(40, '0')}`
const members = (count: number, from = 1) => Array.from({ length: count }, (_, i) => member(from + i))

const roster = (count: number) => ({
  epoch: 42,
  root: `0x${'ab'.repeat(32)}` as Hex,
  totalWeight: 9_000n,
  rows: members(count).map((each) => ({ member: each })),
})
const bondFacts = {
  hasEscrow: true,
  asset: { assetType: 'ERC20' as const, tokenAddress: TOKEN, symbol: 'tUSD', decimals: 6 },
  limits: { maxBond: 1_000n, maxCommitteeBond: 100n },
  usableBlockhash: true,
}
const FACTS: DeskFacts = {
  bond: bondFacts,
  feeds: [FEED],
  roster: roster(5),
  excluded: [],
  isOpen: false,
  allowsPanelOfOne: false,
}

const fire = (bond: object = {}, resolution?: object) => ({
  mode: 'FIRE',
  title: 'x',
  bond: { network: 'local', token_address: TOKEN, creator: '100', counterparty: '100', ...bond },
  ...(resolution ? { resolution } : {}),
})
const panel = (k: number, m: number, struck: string[] = []) => ({ strategy: 'COMMITTEE', panel: { k, m, struck } })
const oracle = {
  strategy: 'ORACLE',
  oracle: {
    feed: FEED,
    comparator: 'lte',
    threshold: '1',
    not_before: '2026-12-01T13:00:00Z',
    max_age_seconds: 60,
  },
}

const fitted = (body: object, facts: Partial<DeskFacts> = {}) =>
  fitDraft(toDraft(CreateChallenge.parse(body), NOW), { ...FACTS, ...facts })

/** The code and field a body is refused with; null when it is not. */
function refusalOf(body: object, facts: Partial<DeskFacts>) {
  try {
    fitted(body, facts)
    return null
  } catch (error) {
    return isAppError(error) ? `${error.code} ${error.fields?.[0]?.path}` : error
  }
}

const bond = (over: Partial<NonNullable<DeskFacts['bond']>>) => ({ bond: { ...bondFacts, ...over } })

describe('what a draft is answered with on a desk', () => {
  it.each<[string, object, Partial<DeskFacts>, string | null]>([
    ['bonds where they are open', fire(), {}, null],
    ['bonds where they are not', fire(), bond({ hasEscrow: false }), 'E4003 bond.network'],
    ['a token the desk does not list', fire(), bond({ asset: null, limits: null }), 'E4003 bond.token_address'],
    ['the most one side may put down', fire({ creator: '1000', counterparty: '1' }), {}, null],
    ['one unit more', fire({ creator: '1001', counterparty: '1' }), {}, 'E4003 bond.creator'],
    [
      'one unit more with the base',
      fire({ counterparty: '999', counterparty_base: '2' }),
      {},
      'E4003 bond.counterparty',
    ],
    [
      'anything where there is no cap',
      fire({ creator: '5000' }),
      bond({ limits: { maxBond: null, maxCommitteeBond: null } }),
      null,
    ],
    ['as much as a panel may decide about', fire({}, panel(2, 3)), {}, null],
    ['more than a panel may decide about', fire({ creator: '101' }, panel(2, 3)), {}, 'E4003 bond.creator'],
    [
      'more than the cap where panels have none of their own',
      fire({ creator: '1001' }, panel(2, 3)),
      bond({ limits: { maxBond: 1_000n, maxCommitteeBond: null } }),
      'E4003 bond.creator',
    ],
    [
      'a panel where block hashes are one operator’s',
      fire({}, panel(2, 3)),
      bond({ usableBlockhash: false }),
      'E4003 bond.network',
    ],
    ['bonds without a panel there', fire(), bond({ usableBlockhash: false }), null],

    ['a listed feed', fire({}, oracle), {}, null],
    ['any other feed', fire({}, oracle), { feeds: [] }, 'E9004 resolution.oracle.feed'],

    ['a panel as large as the roster', fire({}, panel(3, 5)), {}, null],
    ['a larger one', fire({}, panel(4, 7)), {}, 'E4004 resolution.panel'],
    ['one name struck too many', fire({}, panel(3, 5, [member(1)])), {}, 'E4004 resolution.panel'],
    ['a stranger to the roster struck', fire({}, panel(3, 5, [member(99)])), {}, null],
    ['a party in the roster', fire({}, panel(3, 5)), { excluded: [member(5)] }, 'E4004 resolution.panel'],
    ['no such roster', fire({}, panel(2, 3)), { roster: null }, 'E4004 resolution.panel.epoch'],
    ['a panel of one', fire({}, panel(1, 1)), {}, 'E4004 resolution.panel.m'],
    ['a panel of one on the local chain', fire({}, panel(1, 1)), { allowsPanelOfOne: true }, null],
    ['sixteen struck with the parties', fire({}, panel(2, 3, members(14, 50))), { excluded: members(2, 80) }, null],
    [
      'seventeen',
      fire({}, panel(2, 3, members(15, 50))),
      { excluded: members(2, 80) },
      'E4004 resolution.panel.struck',
    ],
    [
      'sixteen while somebody is still to accept',
      fire({}, panel(2, 3, members(15, 50))),
      { excluded: members(1, 80), isOpen: true },
      'E4004 resolution.panel.struck',
    ],
  ])('%s', (_, body, facts, refusal) => {
    expect(refusalOf(body, facts)).toBe(refusal)
  })
})

describe('the panel that is signed', () => {
  it('names the roster by root and weight, and everybody struck once', () => {
    const draft = fitted(fire({}, panel(2, 3, [member(1), member(50)])), { excluded: [member(50), member(2)] })
    expect(draft.resolution.panel).toEqual({
      epoch: 42,
      k: 2,
      m: 3,
      struck: [member(1), member(50), member(2)],
      root: `0x${'ab'.repeat(32)}`,
      total_weight: '9000',
    })
  })

  it('stays the same when the draft is taken up again', () => {
    const draft = fitted(fire({}, panel(2, 3, [member(1)])), { excluded: [member(2)] })
    expect(fitDraft(toDraft(toBody(draft), NOW), FACTS)).toEqual(draft)
  })
})
