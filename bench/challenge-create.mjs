import { randomBytes } from 'node:crypto'
import { httpFigure } from './rig/http-figure.mjs'
import { signIn } from './rig/people.mjs'

const PEOPLE = 500

/** POST challenges by access token: a draft with a named counterparty who must hold something, of 500 people in turn. */
export default httpFigure({
  name: 'challenge-create',
  title: 'challenge create',
  aim: { ratio: 0.6 },
  setUp: async (bench, { desk }) => {
    const people = await signIn(bench, desk, PEOPLE)
    let made = 0
    return async (count) => Array.from({ length: count }, () => callFor(people[made % PEOPLE], made++))
  },
})

function callFor({ token }, number) {
  const check = { asset_type: 'NATIVE', min_balance: String(10n ** 18n + BigInt(number)), currency_symbol: 'ETH' }
  const body = {
    mode: 'GATEKEEPER',
    title: `Bike number ${number} for 0.4 ETH`,
    description: 'Blue, 54 cm, two keys for the lock. To be picked up in person.',
    terms: { price: '0.4 ETH', frame: `F-${number}`, condition: 'used', test_ride: true },
    counterparty: `0x${randomBytes(20).toString('hex')}`,
    external_id: `order-${number}`,
    gatekeeper_requirements: { counterparty: { network: 'eip155:31337', funds_checks: [check] } },
  }
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return { path: '/api/v1/challenges', headers, body: JSON.stringify(body) }
}
