import { describe, expect, it } from 'vitest'
import { isAppError } from '@/lib/errors'
import { toBody, toDraft } from './draft'
import { CreateChallenge } from './schemas'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const in_ = (seconds: number) => new Date(NOW.getTime() + seconds * 1000).toISOString()
const ADDRESS = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
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
    ['FIRE, not built yet', { mode: 'FIRE', title: 'x', bond }, 'E9010'],
    ['ENFORCED, not built yet', { mode: 'ENFORCED', title: 'x', bond, counterparty: ADDRESS }, 'E9010'],
    ['an oracle, not built yet', { mode: 'SOLO', title: 'x', resolution: { strategy: 'ORACLE' } }, 'E9010'],
    ['an expiry too soon', valid({ expires_at: in_(59) }), 'E3004'],
    ['an expiry too late', valid({ expires_at: in_(30 * 86_400 + 1) }), 'E3004'],
    ['an expiry at the bound', valid({ expires_at: in_(30 * 86_400) }), null],
    ['an end before acceptance ends', valid({ expires_at: in_(7200), resolution_due_at: in_(3600) }), 'E3004'],
    [
      'a response time too short',
      { mode: 'ENFORCED', title: 'x', bond, counterparty: ADDRESS, enforced_config: { response_timeout_seconds: 299 } },
      'E3004',
    ],
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
})
