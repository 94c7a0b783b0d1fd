import { expect, it } from 'vitest'
import type { ChallengeView, NetworkView } from '@/components/data/types'
import { amountFields, toChanges, toCounterErrors, toValues } from './counter-changes'

const NETWORK = 'eip155:31337'
const networks = [
  { chain_id: NETWORK, assets: [{ asset_type: 'NATIVE', symbol: 'ETH', decimals: 18 }] },
] as unknown as NetworkView[]
const check = { asset_type: 'NATIVE', min_balance: '400000000000000000', currency_symbol: 'ETH', recheck: 'lock' }
const challenge = {
  title: 'Bike',
  description: null,
  requirements: { creator: null, counterparty: { network: NETWORK, funds_checks: [check] } },
} as unknown as ChallengeView
const desk = { networks, zone: 'Europe/Berlin', now: new Date('2026-12-01T12:00:00Z') }
const values = toValues(challenge, networks)

it('starts from the present terms and changes nothing by itself', () => {
  expect(values).toEqual({
    title: 'Bike',
    description: '',
    amounts: { 'counterparty.0': '0.4' },
    acceptBy: '',
    endBy: '',
  })
  expect(amountFields(challenge, networks)).toMatchObject([{ name: 'counterparty.0', symbol: 'ETH', decimals: 18 }])
  expect(toChanges(challenge, values, desk)).toEqual({ changes: {}, errors: {} })
})

it('sends only what is different, with all of the requirements around a changed amount', () => {
  const changed = { ...values, title: ' Blue bike ', amounts: { 'counterparty.0': '0.35' }, endBy: '2026-12-20T10:00' }
  expect(toChanges(challenge, changed, desk)).toEqual({
    errors: {},
    changes: {
      title: 'Blue bike',
      gatekeeper_requirements: {
        creator: null,
        counterparty: { network: NETWORK, funds_checks: [{ ...check, min_balance: '350000000000000000' }] },
      },
      resolution_due_at: '2026-12-20T09:00:00.000Z',
    },
  })
  expect(toChanges({ ...challenge, description: 'Blue.' }, { ...values, description: ' ' }, desk).changes).toEqual({
    description: null,
  })
})

it('says beside each field what is wrong with it', () => {
  const wrong = {
    title: ' ',
    description: '',
    amounts: { 'counterparty.0': '0' },
    acceptBy: '2026-11-01T10:00',
    endBy: 'x',
  }
  expect(Object.keys(toChanges(challenge, wrong, desk).errors).sort()).toEqual([
    'acceptBy',
    'counterparty.0',
    'endBy',
    'title',
  ])
})

it('puts the desk’s refusals beside the fields they name', () => {
  const refused = (path: string) => toCounterErrors({ detail: 'No.', errors: [{ path, message: 'no' }] })
  expect(refused('changes.title').errors).toEqual({ title: 'No.' })
  expect(refused('resolution_due_at').errors).toEqual({ endBy: 'No.' })
  expect(refused('changes.gatekeeper_requirements.counterparty.funds_checks.0.min_balance').errors).toEqual({
    'counterparty.0': 'No.',
  })
  expect(toCounterErrors({ detail: 'No.', errors: [] }).rest).toBe('No.')
})
