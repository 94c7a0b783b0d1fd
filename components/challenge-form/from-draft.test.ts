import { describe, expect, it } from 'vitest'
import { toDraft } from '@/lib/challenge/draft'
import { CreateChallenge } from '@/lib/challenge/schemas'
import { BONDED, DESK, MODERATOR, NETWORKS, ORACLE, TUSD, typed, USDC } from './desk.fixture'
import { fromDraft, type SavedDraft } from './from-draft'
import { toBody } from './to-body'
import { EMPTY_RESOLUTION, emptyCheck, type FormValues, OTHER_TOKEN } from './values'

const NOW = new Date('2026-11-21T12:00:00Z')

/** What the desk would keep of this form. */
function saved(values: FormValues): SavedDraft {
  const { body, errors } = toBody(values, DESK)
  if (Object.keys(errors).length > 0) throw new Error(JSON.stringify(errors))
  const { expiresAt, resolutionDueAt, ...draft } = toDraft(CreateChallenge.parse(body), NOW)
  const wire = { ...draft, id: 'id', created_at: NOW, expires_at: expiresAt, resolution_due_at: resolutionDueAt }
  return JSON.parse(JSON.stringify(wire)) as SavedDraft
}

const again = (values: FormValues) => toBody(fromDraft(saved(values), NETWORKS, DESK.zone), DESK)

describe('a draft that is opened again', () => {
  it.each<[string, FormValues]>([
    ['the least', typed()],
    ['a SOLO one', typed({ mode: 'SOLO' })],
    [
      'a description and terms',
      typed({ description: 'two\nlines', terms: [{ id: 'a', key: 'colour', value: 'blue' }] }),
    ],
    ['terms that are not text', typed({ terms: [{ id: 'a', key: 'n', value: '[1,{"a":null}]', json: true }] })],
    ['somebody named', typed({ counterparty: { by: 'named', text: `0x${'22'.repeat(20)}`, found: null } })],
    ['times', typed({ acceptBy: '2026-11-24T12:00', endBy: '2026-12-24T12:30' })],
    [
      'requirements on both sides',
      typed({
        creator: { ...typed().creator, minAgeDays: '3', wallet: `0x${'11'.repeat(20)}` },
        other: {
          ...typed().other,
          checks: [
            { ...emptyCheck('a'), amount: '0.123456789123456789', recheck: 'both' },
            { ...emptyCheck('b'), asset: TUSD, amount: '250.5' },
          ],
        },
      }),
    ],
    ['bonds', typed(BONDED)],
    ['a bond in a token with stakes', typed({ ...BONDED, bond: { ...BONDED.bond, asset: TUSD, creatorBase: '0.5' } })],
    [
      'answers in time, from somebody named',
      typed({
        ...BONDED,
        mode: 'ENFORCED',
        counterparty: { by: 'named', text: `0x${'22'.repeat(20)}`, found: null },
        responseHours: '5',
        disputeHours: '9',
      }),
    ],
    [
      'a moderator',
      typed({ ...BONDED, resolution: { ...EMPTY_RESOLUTION, strategy: 'MODERATOR', moderator: MODERATOR } }),
    ],
    ['an oracle', typed({ ...BONDED, resolution: ORACLE })],
    ['an oracle for oneself', typed({ mode: 'SOLO', resolution: ORACLE, endBy: '2026-12-24T12:30' })],
    ['a document', typed({ documents: [{ id: 'a', name: 'a b.pdf', size: 9, sha256: `0x${'ab'.repeat(32)}` }] })],
  ])('says the same: %s', (_, values) => {
    expect(again(values)).toEqual({ body: toBody(values, DESK).body, errors: {} })
  })

  it('asks for an unlisted token in its smallest unit, which is exact without knowing its decimals', () => {
    const check = { ...emptyCheck('a'), asset: OTHER_TOKEN, token: USDC, symbol: 'XY', decimals: '6', amount: '1.5' }
    const values = typed({ other: { ...typed().other, checks: [check] } })
    const [row] = fromDraft(saved(values), NETWORKS, DESK.zone).other.checks
    expect([row?.amount, row?.decimals, row?.symbol]).toEqual(['1500000', '0', 'XY'])
    expect(again(values).body).toEqual(toBody(values, DESK).body)
  })

  it('offers a line for an amount when a SOLO one is opened, so that the mode may still change', () => {
    expect(fromDraft(saved(typed({ mode: 'SOLO' })), NETWORKS, DESK.zone).other.checks).toHaveLength(1)
  })
})
