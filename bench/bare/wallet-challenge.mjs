import { randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { toChecksum } from './hash.mjs'

const INSERT = `
    INSERT INTO wallet_challenges (id, address, chain_id, purpose, message, nonce, session_id, challenge_ref, created_at, expires_at)
    VALUES ($1::uuid, $2, $3::int, $4, $5, $6,
            $7::uuid, $8::uuid, $9::timestamptz, $10::timestamptz)`

const TEN_MINUTES_MS = 600_000

/** One statement: the text, stored. */
export async function createWalletChallenge(pool, { wallet_address, chain_id }) {
  const now = new Date()
  const [id, nonce] = [v7(), randomBytes(16).toString('hex')]
  const address = wallet_address.toLowerCase()
  const expiresAt = new Date(now.getTime() + TEN_MINUTES_MS)
  const message = `localhost:3000 wants you to sign in with your Ethereum account:
${toChecksum(address)}

Sign in to Countersign. This costs nothing and moves nothing.

URI: http://localhost:3000
Version: 1
Chain ID: ${chain_id}
Nonce: ${nonce}
Issued At: ${now.toISOString()}
Expiration Time: ${expiresAt.toISOString()}
Request ID: ${id}`

  const values = [id, address, chain_id, 'sign_in', message, nonce, null, null, now, expiresAt]
  await pool.query({ name: 'wallet-challenge', text: INSERT, values })
  return { challenge_id: id, message, nonce, expires_at: expiresAt }
}
