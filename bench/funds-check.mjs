import { httpFigure } from './rig/http-figure.mjs'
import { signIn } from './rig/people.mjs'

const PEOPLE = 500

/** POST funds/check by access token, each person of their own wallet, read from the local chain. */
export default httpFigure({
  name: 'funds-check',
  title: 'funds check',
  aim: { ratio: 0.6 },
  setUp: async (bench, { desk }) => {
    const people = await signIn(bench, desk, PEOPLE)
    let made = 0
    return async (count) => Array.from({ length: count }, () => callFor(people[made % PEOPLE], ++made))
  },
})

function callFor({ address, token }, number) {
  const body = {
    wallet_address: address,
    network: 'eip155:31337',
    asset_type: 'NATIVE',
    min_balance: String(10n ** 15n + BigInt(number)),
  }
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  return { path: '/api/v1/funds/check', headers, body: JSON.stringify(body) }
}
