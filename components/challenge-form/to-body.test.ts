import { describe, expect, it } from 'vitest'
import { CreateChallenge } from '@/lib/challenge/schemas'
import { DESK, NETWORKS, OWN, TUSD, typed, USDC } from './desk.fixture'
import { toBody } from './to-body'
import { type CheckRow, emptyCheck, emptyValues, type FormValues, OTHER_TOKEN } from './values'

const BOB = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const read = (over: Partial<FormValues> = {}) => toBody(typed(over), DESK)
const errors = (over: Partial<FormValues>) => read(over).errors
const checks = (...rows: Partial<CheckRow>[]): Partial<FormValues> => ({
  other: { ...typed().other, checks: rows.map((row, i) => ({ ...emptyCheck(`c${i}`), ...row })) },
})
const named = (text: string, found: FormValues['counterparty']['found'] = null): Partial<FormValues> => ({
  counterparty: { by: 'named', text, found },
})
const asked = (over: Partial<FormValues>) => read(over).body.gatekeeper_requirements?.counterparty

describe('the least somebody has to type', () => {
  it('is a title and one amount for GATEKEEPER', () => {
    const { body, errors } = read()
    expect(errors).toEqual({})
    expect(body).toEqual({
      mode: 'GATEKEEPER',
      title: 'Bike',
      description: null,
      terms: null,
      documents: [],
      counterparty: null,
      visibility: 'link',
      expires_at: null,
      resolution_due_at: null,
      gatekeeper_requirements: {
        creator: null,
        counterparty: {
          network: 'eip155:31337',
          funds_checks: [
            { asset_type: 'NATIVE', min_balance: '400000000000000000', currency_symbol: 'ETH', recheck: 'lock' },
          ],
        },
      },
      bond: null,
      resolution: { strategy: 'MUTUAL' },
      enforced_config: null,
    })
    expect(CreateChallenge.safeParse(body).success).toBe(true)
  })

  it('is a title for SOLO', () => {
    const { body, errors } = toBody({ ...emptyValues(NETWORKS), mode: 'SOLO', title: 'I was here' }, DESK)
    expect([errors, body.gatekeeper_requirements]).toEqual([{}, null])
    expect(CreateChallenge.safeParse(body).success).toBe(true)
  })

  it('is said when it is missing', () => {
    const { errors } = toBody(emptyValues(NETWORKS), DESK)
    expect(Object.keys(errors)).toEqual(['title', 'other.check.first.amount'])
    expect(Object.keys(toBody({ ...emptyValues(NETWORKS), mode: 'SOLO', title: '  ' }, DESK).errors)).toEqual(['title'])
  })
})

describe('amounts', () => {
  it.each([
    [{ amount: '0.4' }, '400000000000000000'],
    [{ amount: ' 1 ' }, '1000000000000000000'],
    [{ amount: '0.000000000000000001' }, '1'],
    [{ amount: '123456789.123456789123456789' }, '123456789123456789123456789'],
    [{ asset: TUSD, amount: '250' }, '250000000'],
    [{ asset: OTHER_TOKEN, token: USDC, symbol: 'ABC', decimals: '2', amount: '1.5' }, '150'],
    [{ asset: OTHER_TOKEN, token: USDC, symbol: 'ABC', decimals: '0', amount: '7' }, '7'],
  ])('%o is %s in the smallest unit', (row, units) => {
    expect(errors(checks(row))).toEqual({})
    expect(asked(checks(row))?.funds_checks[0]?.min_balance).toBe(units)
  })

  it.each(['0', '0.0', '-1', '1e3', '0,4', 'four', '0x10', '0.0000000000000000001', `1${'0'.repeat(70)}`])(
    'refuses %s',
    (amount) => {
      expect(Object.keys(errors(checks({ amount })))).toEqual(['other.check.c0.amount'])
    },
  )

  it('takes a listed token pasted by address for the listed one, whatever was typed of it', () => {
    const row = {
      asset: OTHER_TOKEN,
      token: TUSD.toUpperCase().replace('0X', '0x'),
      symbol: 'x',
      decimals: '18',
      amount: '1',
    }
    expect(asked(checks(row))?.funds_checks[0]).toEqual({
      asset_type: 'ERC20',
      token_address: TUSD,
      min_balance: '1000000',
      currency_symbol: 'tUSD',
      recheck: 'lock',
    })
  })

  it('asks for everything it must know of another token', () => {
    expect(Object.keys(errors(checks({ asset: OTHER_TOKEN, amount: '1' })))).toEqual([
      'other.check.c0.token',
      'other.check.c0.symbol',
      'other.check.c0.decimals',
    ])
    const far = { asset: OTHER_TOKEN, token: USDC, symbol: 'A', decimals: '78', amount: '1' }
    expect(Object.keys(errors(checks(far)))).toEqual(['other.check.c0.decimals'])
  })

  it('refuses an empty line among several', () => {
    expect(Object.keys(errors(checks({ amount: '1' }, {})))).toEqual(['other.check.c1.amount'])
  })
})

describe('what a side must show', () => {
  it('may be age and count alone', () => {
    const other = { ...typed().other, checks: [], minAgeDays: '30', minTransactions: '5' }
    expect(read({ other }).errors).toEqual({})
    expect(asked({ other })).toEqual({
      network: 'eip155:31337',
      funds_checks: [],
      min_wallet_age_days: 30,
      min_transactions: 5,
    })
  })

  it.each(['0', '-1', '1.5', '3651', 'ten'])('refuses an age of %s days', (minAgeDays) => {
    expect(Object.keys(errors({ other: { ...typed().other, minAgeDays } }))).toEqual(['other.age'])
  })

  it('may be asked of me alone', () => {
    const values = typed()
    const { body, errors } = toBody(
      { ...values, creator: values.other, other: { ...values.other, checks: [emptyCheck('c')] } },
      DESK,
    )
    expect(errors).toEqual({})
    expect(body.gatekeeper_requirements?.counterparty).toBeNull()
    expect(body.gatekeeper_requirements?.creator?.funds_checks).toHaveLength(1)
  })

  it('must be something of somebody', () => {
    expect(errors({ other: { ...typed().other, checks: [] } })['other.checks']).toMatch(/at least one side/)
  })

  it('is read on a network the desk has', () => {
    expect(Object.keys(errors({ other: { ...typed().other, network: 'eip155:5' } }))).toEqual(['other.network'])
  })

  it('leaves the other side out of SOLO', () => {
    const { body, errors } = toBody({ ...typed(), mode: 'SOLO', ...named('nonsense') }, DESK)
    expect([errors, body.counterparty, body.gatekeeper_requirements]).toEqual([{}, null, null])
  })
})

describe('who it is for', () => {
  it.each([BOB, `did:pkh:eip155:31337:${BOB}`, '0x70997970C51812dc3A010C7d01b50e0d17dc79C8', ` ${BOB} `])(
    '%s',
    (text) => {
      const { body, errors } = read(named(text))
      expect([errors, body.counterparty]).toEqual([{}, BOB])
    },
  )

  it.each([
    ['', /Say who/],
    ['0x70997970c51812dc3A010C7d01b50e0d17dc79C8', /checksum/],
    [BOB.slice(0, -1), /40 hexadecimal digits/],
    [`${BOB}0`, /40 hexadecimal digits/],
    ['did:key:z6Mk', /did:pkh/],
    ['ann', /ENS name/],
    ['https://ann.eth', /ENS name/],
    [OWN, /yours too/],
    ['ann.eth', /Look the name up/],
  ])('“%s” is refused', (text, sentence) => {
    const { body, errors } = read(named(text))
    expect(errors.counterparty).toMatch(sentence)
    if (text !== OWN) expect(body.counterparty).toBeNull()
  })

  it('an ENS name only as the address that was looked up and confirmed', () => {
    const found = { name: 'ann.eth', address: BOB, confirmed: false }
    expect(Object.keys(errors(named('ann.eth', found)))).toEqual(['confirmed'])
    expect(read(named('ann.eth', found)).body.counterparty).toBeNull()
    expect(read(named('ann.eth', { ...found, confirmed: true })).body.counterparty).toBe(BOB)
    expect(Object.keys(errors(named('bob.eth', { ...found, confirmed: true })))).toEqual(['counterparty'])
    expect(errors(named('ann.eth', { ...found, address: OWN, confirmed: true })).counterparty).toMatch(/yours too/)
  })
})

describe('terms, documents and times', () => {
  it('keeps text as text and JSON as what it was', () => {
    const terms = [
      { id: 'a', key: ' Colour ', value: 'blue <script>' },
      { id: 'b', key: 'price', value: '{"eth":0.4}', json: true as const },
      { id: 'c', key: '', value: ' ' },
      { id: 'd', key: '__proto__', value: 'x' },
    ]
    const { body, errors } = read({ terms })
    expect(errors).toEqual({})
    expect(JSON.stringify(body.terms)).toBe('{"Colour":"blue <script>","price":{"eth":0.4},"__proto__":"x"}')
  })

  it('refuses terms without a name, twice the same, and broken JSON', () => {
    const terms = [
      { id: 'a', key: 'x', value: '1' },
      { id: 'b', key: 'x ', value: '2' },
      { id: 'c', key: '', value: '3' },
      { id: 'd', key: 'y', value: '{', json: true as const },
    ]
    expect(Object.keys(errors({ terms }))).toEqual(['term.b.key', 'term.c.key', 'term.d.value'])
  })

  it('sends of a document name, size and hash, and nothing else', () => {
    const document = { id: 'a', name: 'photo.jpg', size: 3, sha256: `0x${'ab'.repeat(32)}` }
    expect(read({ documents: [document] }).body.documents).toEqual([
      { name: 'photo.jpg', size: 3, sha256: document.sha256 },
    ])
  })

  it('reads times where the person is', () => {
    const { body, errors } = read({ acceptBy: '2026-11-24T12:00', endBy: '2027-07-24T12:00' })
    expect([errors, body.expires_at, body.resolution_due_at]).toEqual([
      {},
      '2026-11-24T11:00:00.000Z',
      '2027-07-24T10:00:00.000Z',
    ])
  })

  it.each([
    [{ acceptBy: '2026-11-21T12:59' }, /has passed/],
    [{ acceptBy: '2026-11-21T13:00' }, /a minute/],
    [{ acceptBy: '2026-12-21T13:01' }, /30 days/],
    [{ endBy: '2025-11-21T13:00' }, /has passed/],
    [{ endBy: '2027-11-22T13:00' }, /a year/],
  ])('refuses %o', (times, sentence) => {
    expect(Object.values(errors(times))).toEqual([expect.stringMatching(sentence)])
  })

  it('takes the last moment the desk would', () => {
    expect(errors({ acceptBy: '2026-12-21T13:00', endBy: '2027-11-21T13:00' })).toEqual({})
  })

  it('refuses an end before the time to accept, and a time that does not exist', () => {
    expect(Object.keys(errors({ acceptBy: '2026-11-24T12:00', endBy: '2026-11-24T12:00' }))).toEqual(['endBy'])
    expect(errors({ acceptBy: '2027-03-28T02:30' }).acceptBy).toMatch(/does not exist/)
  })
})
