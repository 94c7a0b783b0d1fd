import { randomBytes } from 'node:crypto'
import secp256k1 from 'secp256k1'
import { keccak256 } from '../bare/hash.mjs'

/** @typedef {{ key: Uint8Array, address: `0x${string}` }} Wallet address: lower-case */

/** @returns {Wallet[]} */
export function makeWallets(count) {
  return Array.from({ length: count }, () => {
    const key = randomBytes(32)
    const publicKey = secp256k1.publicKeyCreate(key, false)
    return { key, address: `0x${Buffer.from(keccak256(publicKey.subarray(1)).subarray(12)).toString('hex')}` }
  })
}

/** A digest signed as wallets do: 65 bytes, v 27 or 28. */
export function signDigest(digest, { key }) {
  const { signature, recid } = secp256k1.ecdsaSign(digest, key)
  return `0x${Buffer.from(signature).toString('hex')}${recid === 0 ? '1b' : '1c'}`
}

/**
 * Wallets that have signed in at the desk, by its own calls, with their access tokens.
 *
 * @returns {Promise<(Wallet & { token: string })[]>}
 */
export async function signIn({ product }, { url }, count) {
  const people = []
  const wallets = makeWallets(count)
  while (wallets.length > 0) {
    people.push(...(await Promise.all(wallets.splice(0, 50).map((wallet) => signInOne(product, url, wallet)))))
  }
  return people
}

async function signInOne(product, url, wallet) {
  const body = { wallet_address: wallet.address, chain_id: 31337 }
  const { challenge_id, message } = await post(`${url}/api/v1/wallet/challenge`, body)
  const signature = signDigest(product.personalDigest(message), wallet)
  const { access_token: token } = await post(`${url}/api/v1/wallet/verify`, { challenge_id, signature })
  return { ...wallet, token }
}

async function post(url, body) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${await response.text()}`)
  return response.json()
}
