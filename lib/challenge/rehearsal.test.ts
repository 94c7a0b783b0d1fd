import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { fakeChallenge } from './challenge.fixture'
import { fixDeadlines } from './deadlines'
import type { Resolution } from './draft'
import { type Ending, rehearse } from './rehearsal'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const TOKEN = `0x${'70'.repeat(20)}` as const
const FEED = `0x${'fe'.repeat(20)}` as const
const ASSET = `eip155:31337/erc20:${TOKEN}`
const bond = { network: 'eip155:31337', token_address: TOKEN, creator: '1000003', counterparty: '999997' }

const moderator: Resolution = { strategy: 'MODERATOR', moderator: FEED }
const panel: Resolution = {
  strategy: 'COMMITTEE',
  panel: { epoch: 1, k: 2, m: 3, struck: [], root: `0x${'ab'.repeat(32)}` as Hex, total_weight: '5' },
}
const oracle: Resolution = {
  strategy: 'ORACLE',
  oracle: {
    feed: FEED,
    comparator: 'gte',
    threshold: '1',
    not_before: '2026-12-05T00:00:00.000Z',
    max_age_seconds: 3600,
  },
}

type Over = Parameters<typeof fakeChallenge>[0]
const fire = (over: Over = {}) => fakeChallenge({ mode: 'FIRE', requirements: null, bond, ...over })
const enforced = (over: Over = {}) => fire({ mode: 'ENFORCED', ...over })
const signed = (over: Over = {}) => {
  const draft = fire(over)
  return { ...draft, status: 'AWAITING_COUNTERPARTY' as const, deadlines: fixDeadlines(draft, NOW), ...over }
}

/** An ending in one line: what it is, by whom, and what each gets. */
const say = ({ status, outcome, split, by, amounts, receipt }: Ending) =>
  [
    status,
    ...(outcome ? [split ? `${outcome} split` : outcome] : []),
    `by ${by}`,
    ...amounts.map(({ to, amount }) => `${to} ${amount}`),
    ...(receipt ? [] : ['no receipt']),
  ].join(', ')
const lines = (challenge: ReturnType<typeof fire>) => rehearse(challenge, NOW).map(say)

const BEFORE = [
  'CANCELLED, by creator or counterparty, no receipt',
  'EXPIRED, by the clock, no receipt',
  'CANCELLED, by both parties, no receipt',
  'EXPIRED, NO_CONTEST, by the clock',
  'EXPIRED, NO_CONTEST, by the clock, creator 1000003',
]
const ANSWERS = ['EXPIRED, NO_CONTEST, by the clock, creator 1000003, counterparty 999997']
const won = (by: string) => [
  `COMPLETED, CREATOR_WIN, by ${by}, creator 1600002, treasury 99999, burn 299999`,
  `COMPLETED, COUNTERPARTY_WIN, by ${by}, counterparty 1600000, treasury 100000, burn 300000`,
]
const back = (outcome: string, by: string) => `COMPLETED, ${outcome}, by ${by}, creator 1000003, counterparty 999997`
const five = (by: string) => [back('FULFILLED', by), ...won(by), back('DRAW', by), back('NO_CONTEST', by)]
const HALF = ['COMPLETED, DRAW split, by both parties, creator 1000000, counterparty 1000000']
const EXPIRES = ['EXPIRED, NO_CONTEST, by the clock, creator 1000003, counterparty 999997']
const UNSETTLED = [
  'EXPIRED, NO_CONTEST, by the clock, creator 1100003, counterparty 999997',
  'EXPIRED, NO_CONTEST, by the clock, creator 1000003, counterparty 1099997',
]
/** The fee is 100 000: two voters get the loser's tenth and the fee, less what a winner who opened gets back. */
const VERDICTS = {
  creator: [
    'COMPLETED, CREATOR_WIN, by the panel, creator 1600002, panel 100000, treasury 99999, burn 299999',
    'COMPLETED, COUNTERPARTY_WIN, by the panel, counterparty 1500000, panel 200000, treasury 100000, burn 300000',
    'COMPLETED, DRAW, by the panel, creator 1000003, counterparty 999997, panel 100000',
  ],
  counterparty: [
    'COMPLETED, CREATOR_WIN, by the panel, creator 1500004, panel 199998, treasury 99999, burn 299999',
    'COMPLETED, COUNTERPARTY_WIN, by the panel, counterparty 1600000, panel 100000, treasury 100000, burn 300000',
    'COMPLETED, DRAW, by the panel, creator 1000003, counterparty 999997, panel 100000',
  ],
}
const [CREATOR_UNSETTLED = '', COUNTERPARTY_UNSETTLED = ''] = UNSETTLED

describe('every ending of a bonded challenge', () => {
  it.each<[string, ReturnType<typeof fire>, string[]]>([
    ['FIRE', fire(), [...BEFORE, ...five('both parties'), ...HALF, ...UNSETTLED, ...EXPIRES]],
    ['ENFORCED', enforced(), [...BEFORE, ...ANSWERS, ...five('both parties'), ...HALF, ...UNSETTLED, ...EXPIRES]],
    [
      'with a moderator',
      fire({ resolution: moderator }),
      [...BEFORE, ...five('both parties'), ...HALF, ...five('the moderator'), ...UNSETTLED, ...EXPIRES],
    ],
    [
      'with an oracle',
      fire({ resolution: oracle }),
      [...BEFORE, ...five('both parties'), ...HALF, ...won('the oracle'), ...UNSETTLED, ...EXPIRES],
    ],
    [
      'with a panel',
      fire({ resolution: panel }),
      [
        ...BEFORE,
        ...five('both parties'),
        ...HALF,
        ...VERDICTS.creator,
        CREATOR_UNSETTLED,
        ...VERDICTS.counterparty,
        COUNTERPARTY_UNSETTLED,
        ...EXPIRES,
      ],
    ],
    [
      'accepted',
      signed({ acceptedAt: NOW }),
      [...BEFORE.slice(2), ...five('both parties'), ...HALF, ...UNSETTLED, ...EXPIRES],
    ],
    ['locked', signed({ status: 'AWAITING_RESOLUTION' }), [...five('both parties'), ...HALF, ...UNSETTLED, ...EXPIRES]],
    [
      'disputed by the counterparty',
      signed({
        status: 'DISPUTED',
        deadlineAt: new Date('2026-12-20T00:00:00.000Z'),
        cases: [{ id: '0x1', openerRole: 'counterparty', status: 'OPEN' }],
      }),
      [...five('both parties'), ...HALF, COUNTERPARTY_UNSETTLED],
    ],
    ['a draft whose bond is being typed', fire({ bond: null }), []],
  ])('%s', (_, challenge, expected) => {
    expect(lines(challenge)).toEqual(expected)
  })

  it('is told apart by its words, and in the asset of the bond', () => {
    for (const resolution of [moderator, oracle, panel]) {
      const endings = rehearse(enforced({ resolution }), NOW)
      expect(new Set(endings.map(({ text }) => text)).size).toBe(endings.length)
      expect(new Set(endings.flatMap(({ amounts }) => amounts.map(({ asset }) => asset)))).toEqual(new Set([ASSET]))
    }
    const { token_address: _, ...coin } = bond
    expect(rehearse(fire({ bond: coin }), NOW)[4]?.amounts[0]?.asset).toBe('eip155:31337/slip44:60')
  })

  it('pays out everything that was put in, bases and fee too', () => {
    const bases = { ...bond, creator_base: '11', counterparty_base: '22' }
    const held = 1_000_003n + 999_997n + 33n
    for (const { outcome, by, text, amounts } of rehearse(fire({ bond: bases, resolution: panel }), NOW)) {
      const paid = amounts.reduce((sum, { amount }) => sum + BigInt(amount), 0n)
      const isDisputed = text.includes('opens a dispute')
      const isHeld = !['creator or counterparty'].includes(by) && amounts.length > 1
      if (isHeld) expect(paid, `${outcome} ${text}`).toBe(isDisputed ? held + 100_000n : held)
    }
  })

  it('has the desk’s dates and the contract’s', () => {
    const dates = rehearse(enforced(), NOW).map(({ at, chain_at }) => [at.toISOString(), chain_at?.toISOString()])
    // Accepted within 15 min, deposited an hour later (+ 15 min), answered a day later (+ 6 h), over in three (+ 18 h).
    const [accept, deposit, response, end] = [
      ['2026-12-01T12:15:00.000Z', undefined],
      ['2026-12-01T13:15:00.000Z', '2026-12-01T13:30:00.000Z'],
      ['2026-12-02T13:15:00.000Z', '2026-12-02T19:15:00.000Z'],
      ['2026-12-05T13:15:00.000Z', '2026-12-06T07:15:00.000Z'],
    ]
    const dispute = ['2026-12-08T13:15:00.000Z', '2026-12-10T01:15:00.000Z']
    expect(dates).toEqual([
      accept,
      accept,
      [deposit?.[0], undefined],
      deposit,
      deposit,
      response,
      ...Array.from({ length: 6 }, () => end),
      dispute,
      dispute,
      end,
    ])
  })

  it('takes the present deadline where it was moved', () => {
    const deadlineAt = new Date('2026-12-30T00:00:00.000Z')
    const atOf = (over: Over) => rehearse(signed({ deadlineAt, ...over }), NOW).at(-1)?.at
    expect(atOf({ status: 'AWAITING_RESOLUTION' })).toEqual(deadlineAt)
    expect(rehearse(signed({ deadlineAt, acceptedAt: NOW }), NOW)[1]?.at).toEqual(deadlineAt)
    expect(rehearse(signed({ deadlineAt }), NOW)[1]?.at).toEqual(deadlineAt)
    const disputed = signed({ status: 'DISPUTED', deadlineAt })
    expect(new Set(rehearse(disputed, NOW).map(({ at }) => at.getTime()))).toEqual(new Set([deadlineAt.getTime()]))
  })
})

describe('every ending where nothing is at stake', () => {
  const solo = fakeChallenge({ mode: 'SOLO', requirements: null, resolution: oracle })

  it('of SOLO with an oracle', () => {
    expect(lines(solo)).toEqual([
      'COMPLETED, FULFILLED, by the oracle',
      'COMPLETED, NO_CONTEST, by the oracle',
      'EXPIRED, by the clock, no receipt',
      'CANCELLED, by creator, or the clock, no receipt',
    ])
    const at = rehearse(solo, NOW).map((ending) => ending.at.toISOString())
    expect(at.slice(0, 2)).toEqual(['2026-12-05T00:00:00.000Z', '2026-12-05T00:00:00.000Z'])
    expect(rehearse(solo, NOW)[2]?.at).toEqual(fixDeadlines(solo, NOW).resolution)
  })

  it.each([
    ['the moderator', moderator, 'no receipt'],
    ['the panel', panel, ''],
  ])('of GATEKEEPER with %s', (who, resolution, silent) => {
    const known = lines(fakeChallenge({ resolution }))
    const verdicts = ['FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST']
    expect(known).toEqual(expect.arrayContaining(verdicts.map((outcome) => `COMPLETED, ${outcome}, by ${who}`)))
    expect(known.at(-1)).toBe(['EXPIRED, NO_CONTEST, by the clock', ...(silent ? [silent] : [])].join(', '))
  })
})
