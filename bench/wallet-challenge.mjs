import { randomBytes } from 'node:crypto'
import { httpFigure } from './rig/http-figure.mjs'

/** POST wallet/challenge for a wallet never seen before, its address spelled as wallets spell it. */
export default httpFigure({
  name: 'wallet-challenge',
  title: 'wallet challenge',
  aim: { ratio: 0.6, perSecond: 1_000, p99: 200 },
  setUp: async ({ product }) => {
    return async (count) => Array.from({ length: count }, () => callFor(product.toChecksum(randomAddress())))
  },
})

const randomAddress = () => `0x${randomBytes(20).toString('hex')}`

function callFor(wallet_address) {
  const body = JSON.stringify({ wallet_address, chain_id: 31337 })
  return { path: '/api/v1/wallet/challenge', headers: { 'content-type': 'application/json' }, body }
}
