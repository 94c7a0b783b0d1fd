import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { toBody, toDraft } from './draft'
import { CreateChallenge } from './schemas'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const in_ = (seconds: number) => new Date(NOW.getTime() + seconds * 1000).toISOString()
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const FEED = `0x${'fe'.repeat(20)}`
const check = { asset_type: 'NATIVE', min_balance: '5', currency_symbol: 'ETH' }
const gatekeeper = {
  mode: 'GATEKEEPER',
  title: 'Bike',
  gatekeeper_requirements: { counterparty: { network: 'local', funds_checks: [check] } },
}
const bond = { network: 'local', creator: '1', counterparty: '1' }

/** The code a body is answered with: by its shape, or by the rules. */
const codeOf = (body: object) => {
  const parsed = CreateChallenge.safeParse(body)
  if (!parsed.success) {
    const withCode = parsed.error.issues.find((issue) => issue.code === 'custom' && issue.params?.code)
    return withCode?.code === 'custom' ? withCode.params?.code : 'E9004'
  }
  try {
    toDraft(parsed.data, NOW)
    return null
  } catch (error) {
    return isAppError(error) ? error.code : error
  }
}

const valid = (over: object = {}) => ({ ...gatekeeper, ...over })
const requirement = (over: object) =>
  valid({ gatekeeper_requirements: { counterparty: { network: 'local', funds_checks: [{ ...check, ...over }] } } })

const fire = (over: object = {}) => ({ mode: 'FIRE', title: 'x', bond, ...over })
const enforced = (over: object = {}) => ({ mode: 'ENFORCED', title: 'x', bond, counterparty: ADDRESS, ...over })
const solo = (resolution: object, over: object = {}) => ({ mode: 'SOLO', title: 'x', resolution, ...over })
const moderator = { strategy: 'MODERATOR', moderator: ADDRESS }
const panel = (k: number, m: number, struck: string[] = []) => ({
  strategy: 'COMMITTEE',
  panel: { epoch: 7, k, m, struck },
})
const many = (count: number) => Array.from({ length: count }, (_, i) => `0x${i.toString(16).padStart(40, '0')}`)
const oracle = (over: object = {}) => ({
  strategy: 'ORACLE',
  oracle: {
    feed: FEED,
    comparator: 'gte',
    threshold: '300000000000',
    not_before: in_(3600),
    max_age_seconds: 3600,
    ...over,
  },
})

describe('what a body is answered with', () => {
  const rows: [string, object, string | null][] = [
    ['a gatekeeper', valid(), null],
    ['a SOLO', { mode: 'SOLO', title: 'Alone' }, null],
    ['an unknown mode', valid({ mode: 'DUEL' }), 'E3001'],
    ['no title', { ...gatekeeper, title: '' }, 'E9004'],
    ['a title too long', valid({ title: 'x'.repeat(121) }), 'E9004'],
    ['a title with a control character', valid({ title: 'Bi\u0007ke' }), 'E9004'],
    ['a title with a direction override', valid({ title: 'Bike \u202Egnp.exe' }), 'E9004'],
    ['a description too long', valid({ description: 'x'.repeat(5001) }), 'E9004'],
    ['an unknown field', valid({ colour: 'red' }), 'E9004'],
    ['terms with a NUL', valid({ terms: { a: 'x\u0000' } }), 'E9004'],
    ['terms with a lone surrogate', valid({ terms: { a: '\ud800' } }), 'E9004'],
    ['SOLO with a counterparty', { mode: 'SOLO', title: 'x', counterparty: ADDRESS }, 'E3002'],
    ['SOLO asking a counterparty', { ...gatekeeper, mode: 'SOLO' }, 'E3002'],
    ['GATEKEEPER asking nothing', { mode: 'GATEKEEPER', title: 'x' }, 'E3022'],
    [
      'GATEKEEPER with an empty requirement',
      valid({ gatekeeper_requirements: { creator: { network: 'local', funds_checks: [] } } }),
      'E3022',
    ],
    [
      'GATEKEEPER asking for age only',
      valid({ gatekeeper_requirements: { creator: { network: 'local', min_wallet_age_days: 3 } } }),
      null,
    ],
    ['FIRE without a bond', { mode: 'FIRE', title: 'x' }, 'E3003'],
    ['ENFORCED without a bond', { mode: 'ENFORCED', title: 'x', counterparty: ADDRESS }, 'E3003'],
    ['ENFORCED without a counterparty', { mode: 'ENFORCED', title: 'x', bond }, 'E3023'],
    ['FIRE', fire(), null],
    ['FIRE with a named counterparty', fire({ counterparty: ADDRESS }), null],
    ['ENFORCED', enforced(), null],
    ['FIRE asking for funds', fire({ gatekeeper_requirements: gatekeeper.gatekeeper_requirements }), 'E9004'],
    ['SOLO with a bond', { mode: 'SOLO', title: 'x', bond }, 'E4003'],
    ['GATEKEEPER with a bond', valid({ bond }), 'E4003'],
    ['a bond of zero', fire({ bond: { ...bond, creator: '0' } }), 'E4003'],
    ['a negative bond', fire({ bond: { ...bond, counterparty: '-1' } }), 'E4003'],
    ['a bond with a point', fire({ bond: { ...bond, counterparty: '0.5' } }), 'E4003'],
    ['a bond that is a number', fire({ bond: { ...bond, creator: 5 } }), 'E4003'],
    ['half a bond', fire({ bond: { network: 'local', creator: '1' } }), 'E4003'],
    ['the largest bond the escrow can hold', fire({ bond: { ...bond, creator: `${2n ** 128n - 1n}` } }), null],
    ['a bond one above it', fire({ bond: { ...bond, creator: `${2n ** 128n}` } }), 'E4003'],
    ['a base beside the bond', fire({ bond: { ...bond, creator_base: '7' } }), null],
    ['a negative base', fire({ bond: { ...bond, creator_base: '-7' } }), 'E4003'],
    ['a bond on a chain nobody knows', fire({ bond: { ...bond, network: 'eip155:999999' } }), 'E1002'],
    [
      'a moderator that is nobody',
      fire({ resolution: { strategy: 'MODERATOR', moderator: `0x${'00'.repeat(20)}` } }),
      'E1001',
    ],
    ['a bond in what is no address', fire({ bond: { ...bond, token_address: '0x12' } }), 'E1001'],

    ['a moderator', fire({ resolution: moderator }), null],
    ['a GATEKEEPER with a moderator', valid({ resolution: moderator }), null],
    ['a SOLO with a moderator', { mode: 'SOLO', title: 'x', resolution: moderator }, 'E9004'],
    ['MODERATOR without one', fire({ resolution: { strategy: 'MODERATOR' } }), 'E9004'],
    ['MUTUAL with a moderator', fire({ resolution: { ...moderator, strategy: 'MUTUAL' } }), 'E9004'],
    ['a moderator with a panel', fire({ resolution: { ...panel(2, 3), ...moderator } }), 'E9004'],

    ['a panel of 2 in 3', fire({ resolution: panel(2, 3) }), null],
    ['a panel of 3 in 5', enforced({ resolution: panel(3, 5) }), null],
    ['a panel of 1 in 1', fire({ resolution: panel(1, 1) }), null],
    ['a GATEKEEPER with a panel', valid({ resolution: panel(2, 3) }), null],
    ['a SOLO with a panel', { mode: 'SOLO', title: 'x', resolution: panel(2, 3) }, 'E9004'],
    ['COMMITTEE without a panel', fire({ resolution: { strategy: 'COMMITTEE' } }), 'E9004'],
    ['an even panel', fire({ resolution: panel(3, 4) }), 'E4004'],
    ['half of a panel', fire({ resolution: panel(2, 5) }), 'E4004'],
    ['more than the panel', fire({ resolution: panel(4, 3) }), 'E4004'],
    ['seventeen struck', fire({ resolution: panel(2, 3, many(17)) }), 'E9004'],
    [
      'a dispute too short for a panel',
      enforced({ resolution: panel(2, 3), enforced_config: { dispute_timeout_seconds: 71 * 3600 } }),
      'E3004',
    ],
    [
      'a dispute just long enough for a panel',
      enforced({ resolution: panel(2, 3), enforced_config: { dispute_timeout_seconds: 72 * 3600 } }),
      null,
    ],
    ['a short dispute without a panel', enforced({ enforced_config: { dispute_timeout_seconds: 3600 } }), null],
    ['a dispute too short', enforced({ enforced_config: { dispute_timeout_seconds: 3599 } }), 'E3004'],

    ['a SOLO with an oracle', solo(oracle()), null],
    ['FIRE with an oracle', fire({ resolution: oracle(), resolution_due_at: in_(10 * 86_400) }), null],
    ['a GATEKEEPER with an oracle', valid({ resolution: oracle() }), 'E9004'],
    ['ORACLE without one', solo({ strategy: 'ORACLE' }), 'E9004'],
    ['a threshold with a point', solo(oracle({ threshold: '0.5' })), 'E9004'],
    ['a threshold of zero, which no answer is below', solo(oracle({ threshold: '0' })), 'E9004'],
    ['a threshold beyond int256', solo(oracle({ threshold: `${2n ** 255n}` })), 'E9004'],
    ['an answer that is known already', solo(oracle({ not_before: in_(-301) })), 'E3004'],
    ['an answer just asked for', solo(oracle({ not_before: in_(-300) })), null],
    ['an answer after the end', solo(oracle({ not_before: in_(3601) }), { resolution_due_at: in_(7200) }), 'E3004'],
    ['an answer right before the end', solo(oracle({ not_before: in_(3600) }), { resolution_due_at: in_(7200) }), null],
    ['an answer of any age', solo(oracle({ max_age_seconds: 0 })), 'E9004'],

    ['an end before the deposits', fire({ expires_at: in_(3600), resolution_due_at: in_(7200) }), 'E3004'],
    ['an end right after the deposits', fire({ expires_at: in_(3600), resolution_due_at: in_(7201) }), null],
    [
      'an end before the responses',
      enforced({
        expires_at: in_(3600),
        resolution_due_at: in_(7200 + 600),
        enforced_config: { response_timeout_seconds: 600 },
      }),
      'E3004',
    ],
    ['an end that leaves no time to accept', fire({ resolution_due_at: in_(3600) }), 'E3004'],
    ['an end that leaves a minute to accept', fire({ resolution_due_at: in_(3600 + 120) }), null],
    ['an accept time beyond ENFORCED’s bound', enforced({ expires_at: in_(7 * 86_400 + 1) }), 'E3004'],
    ['an expiry too soon', valid({ expires_at: in_(59) }), 'E3004'],
    ['an expiry too late', valid({ expires_at: in_(30 * 86_400 + 1) }), 'E3004'],
    ['an expiry at the bound', valid({ expires_at: in_(30 * 86_400) }), null],
    ['an end before acceptance ends', valid({ expires_at: in_(7200), resolution_due_at: in_(3600) }), 'E3004'],
    [
      'a response time too short',
      { mode: 'ENFORCED', title: 'x', bond, counterparty: ADDRESS, enforced_config: { response_timeout_seconds: 299 } },
      'E3004',
    ],
    ['a counterparty that is nobody', valid({ counterparty: `0x${'00'.repeat(20)}` }), 'E1001'],
    ['a wrong checksum', valid({ counterparty: ADDRESS.replace('C5', 'c5') }), 'E1001'],
    ['a did of another kind', valid({ counterparty: 'did:key:z6Mk' }), 'E1001'],
    ['a did:pkh', valid({ counterparty: `did:pkh:eip155:1:${ADDRESS}` }), null],
    [
      'an unsupported network',
      valid({ gatekeeper_requirements: { counterparty: { network: 'eip155:999999', funds_checks: [check] } } }),
      'E1002',
    ],
    ['nothing to hold', requirement({ min_balance: '0' }), 'E2005'],
    ['a negative amount', requirement({ min_balance: '-1' }), 'E9004'],
    ['ERC20 without a token', requirement({ asset_type: 'ERC20' }), 'E2003'],
    ['NATIVE with a token', requirement({ token_address: ADDRESS }), 'E2007'],
  ]
  it.each(rows)('%s', (_name, body, code) => {
    expect(codeOf(body)).toBe(code)
  })
})

describe('a draft', () => {
  const draftOf = (body: object) => toDraft(CreateChallenge.parse(body), NOW)

  it('has its defaults filled in', () => {
    const draft = draftOf(valid({ counterparty: ADDRESS }))
    expect(draft).toMatchObject({
      visibility: 'link',
      counterparty: ADDRESS.toLowerCase(),
      resolution: { strategy: 'MUTUAL' },
      description: null,
    })
    expect(draft.requirements).toEqual({
      creator: null,
      counterparty: {
        network: 'eip155:31337',
        funds_checks: [{ asset_type: 'NATIVE', min_balance: '5', currency_symbol: 'ETH', recheck: 'lock' }],
      },
    })
  })

  it('can be taken apart and made again', () => {
    const draft = draftOf(
      valid({
        counterparty: ADDRESS,
        description: 'two\nlines',
        documents: [{ name: 'a.pdf', size: 1, sha256: `0x${'ab'.repeat(32)}` }],
        expires_at: in_(7200),
        external_id: 'o-1',
      }),
    )
    expect(toDraft(toBody(draft), NOW)).toEqual(draft)
  })
  it.each([
    [
      'a bond with a base',
      fire({ bond: { ...bond, token_address: FEED, creator_base: '5', counterparty_base: '0' } }),
      {
        bond: { network: 'eip155:31337', token_address: FEED, creator: '1', counterparty: '1', creator_base: '5' },
        resolution: { strategy: 'MUTUAL' },
      },
    ],
    [
      'an oracle',
      solo(oracle()),
      { resolution: { strategy: 'ORACLE', oracle: { ...oracle().oracle, not_before: '2026-12-01T13:00:00.000Z' } } },
    ],
    [
      'a moderator',
      fire({ resolution: moderator }),
      { resolution: { strategy: 'MODERATOR', moderator: ADDRESS.toLowerCase() } },
    ],
    [
      'a panel, nobody struck twice',
      fire({ resolution: panel(2, 3, [ADDRESS, ADDRESS.toLowerCase()]) }),
      { resolution: { strategy: 'COMMITTEE', panel: { epoch: 7, k: 2, m: 3, struck: [ADDRESS.toLowerCase()] } } },
    ],
  ])('keeps what decides and what is at risk: %s', (_, body, expected) => {
    const draft = draftOf(body)
    expect(draft).toMatchObject(expected)
    expect(draft.bond).toEqual((expected as { bond?: object }).bond ?? draft.bond)
    expect(toDraft(toBody(draft), NOW)).toEqual(draft)
  })
})
