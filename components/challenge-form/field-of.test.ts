import { describe, expect, it } from 'vitest'
import { typed } from './desk.fixture'
import { fieldOfPath, toFieldErrors } from './field-of'
import { emptyCheck, type FormValues } from './values'

const values: FormValues = {
  ...typed({ terms: [{ id: 't1', key: 'a.b', value: 'x' }] }),
  creator: { ...typed().creator, checks: [emptyCheck('m1')] },
  other: { ...typed().other, checks: [emptyCheck('o1'), emptyCheck('o2')] },
}

describe('the field a path of the body came from', () => {
  it.each([
    ['title', 'title'],
    ['documents.3.name', 'documents'],
    ['expires_at', 'acceptBy'],
    ['resolution_due_at', 'endBy'],
    ['terms', 'terms'],
    ['terms.a.b', 'term.t1.value'],
    ['terms.a.b.deeper', 'term.t1.value'],
    ['terms.unknown', 'terms'],
    ['gatekeeper_requirements', 'other.checks'],
    ['gatekeeper_requirements.counterparty.network', 'other.network'],
    ['gatekeeper_requirements.counterparty.funds_checks', 'other.checks'],
    ['gatekeeper_requirements.counterparty.funds_checks.0.min_balance', 'other.check.o1.amount'],
    ['gatekeeper_requirements.counterparty.funds_checks.1.token_address', 'other.check.o2.token'],
    ['gatekeeper_requirements.counterparty.funds_checks.1.currency_symbol', 'other.check.o2.symbol'],
    ['gatekeeper_requirements.counterparty.funds_checks.1', 'other.check.o2.amount'],
    ['gatekeeper_requirements.counterparty.funds_checks.7.min_balance', 'other.checks'],
    ['gatekeeper_requirements.creator.wallet_address', 'creator.wallet'],
    ['gatekeeper_requirements.creator.min_wallet_age_days', 'creator.age'],
    ['gatekeeper_requirements.creator.min_transactions', 'creator.transactions'],
    ['bond', 'bond.network'],
    ['bond.counterparty_base', 'bond.counterpartyBase'],
    ['resolution.oracle.threshold', 'resolution.threshold'],
    ['resolution.moderator', 'resolution.moderator'],
    ['resolution.panel.struck', 'resolution.struck'],
    ['enforced_config.response_timeout_seconds', 'responseHours'],
    ['dispute_timeout_seconds', 'disputeHours'],
    ['wallet_address', null],
    ['', null],
  ])('%s → %s', (path, field) => {
    expect(fieldOfPath(path, values)).toBe(field)
  })

  it('does not count a single line that was left empty', () => {
    expect(fieldOfPath('gatekeeper_requirements.creator.funds_checks.0.min_balance', values)).toBe('creator.checks')
  })
})

describe('a refusal', () => {
  const refusal = (code: string, errors: { path: string; message: string }[] = []) =>
    toFieldErrors({ code, detail: 'The sentence.', errors }, values)

  it('stands beside the fields it names, the first sentence of each', () => {
    const errors = [
      { path: 'title', message: 'Too long.' },
      { path: 'title', message: 'Too odd.' },
      { path: 'wallet_address', message: 'Unheard of.' },
    ]
    expect(refusal('E9004', errors)).toEqual({ errors: { title: 'Too long.' }, rest: ['Unheard of.'] })
  })

  it('uses the whole sentence where the field’s own words are no sentence', () => {
    const errors = [{ path: 'expires_at', message: 'between 1 minute and 30 days' }]
    expect(refusal('E3004', errors).errors).toEqual({ acceptBy: 'The sentence.' })
  })

  it.each([
    ['E3024', 'counterparty'],
    ['E3022', 'other.check.o1.amount'],
    ['E3004', 'endBy'],
    ['E2008', 'creator.wallet'],
    ['E9010', 'mode'],
    ['E4003', 'bond.creator'],
    ['E4004', 'resolution.strategy'],
  ])('%s without a field belongs to %s', (code, field) => {
    expect(refusal(code)).toEqual({ errors: { [field]: 'The sentence.' }, rest: [] })
  })

  it('is said on its own otherwise', () => {
    expect(refusal('E9003')).toEqual({ errors: {}, rest: ['The sentence.'] })
  })
})
