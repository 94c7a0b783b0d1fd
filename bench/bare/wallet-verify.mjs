import { randomBytes } from 'node:crypto'
import secp256k1 from 'secp256k1'
import { v7 } from 'uuid'
import { keccak256, toChecksum } from './hash.mjs'
import { hashToken } from './session.mjs'

const FIND = `
    SELECT id, address, chain_id AS "chainId", purpose, message, status, session_id AS "sessionId",
           challenge_ref AS "challengeRef", expires_at AS "expiresAt"
    FROM wallet_challenges WHERE id = $1::uuid`

const CONSUME = `
    WITH used AS (
      UPDATE wallet_challenges
      SET status = 'VERIFIED', used_at = $1::timestamptz, block_number = $2::bigint, block_hash = $3
      WHERE id = $4::uuid AND status = 'PENDING'
      RETURNING address, chain_id
    ), known AS (
      UPDATE wallets SET verified_at = $5::timestamptz, chain_id = used.chain_id, kind = $6
      FROM used WHERE wallets.address = used.address AND wallets.unlinked_at IS NULL
        AND ($7::text = 'EOA' OR wallets.chain_id = used.chain_id)
      RETURNING wallets.user_id
    ), fresh AS (
      SELECT address, chain_id FROM used
      WHERE NOT EXISTS (SELECT FROM known)
        AND ($8::text = 'EOA' OR NOT EXISTS (
          SELECT FROM wallets w WHERE w.address = used.address AND w.unlinked_at IS NULL AND w.chain_id <> used.chain_id))
    ), new_user AS (
      INSERT INTO users (id, created_at) SELECT $9::uuid, $10::timestamptz FROM fresh
    ), new_wallet AS (
      INSERT INTO wallets (id, user_id, address, chain_id, kind, verified_at)
      SELECT $11::uuid, $12::uuid, address, chain_id, $13, $14::timestamptz FROM fresh
    ), new_organization AS (
      INSERT INTO organizations (id, name, personal, created_at)
      SELECT $15::uuid, $16, true, $17::timestamptz FROM fresh
    ), new_membership AS (
      INSERT INTO memberships (organization_id, user_id, role, created_at)
      SELECT $18::uuid, $19::uuid, 'owner', $20::timestamptz FROM fresh
    )
    INSERT INTO sessions (id, user_id, kind, token_hash, address, chain_id, user_agent, created_at, last_used_at, expires_at)
    SELECT $21::uuid, COALESCE((SELECT user_id FROM known), $22::uuid), $23, $24,
           address, chain_id, $25, $26::timestamptz, $27::timestamptz, $28::timestamptz
    FROM used WHERE EXISTS (SELECT FROM known) OR EXISTS (SELECT FROM fresh)
    RETURNING user_id`

const HOUR_MS = 3_600_000

/** Two statements: the text read back; then, if its wallet signed it, used up and a session opened. */
export async function verifyWallet(pool, { challenge_id, signature }, headers) {
  const now = new Date()
  const found = await pool.query({ name: 'wallet-challenge-by-id', text: FIND, values: [challenge_id] })
  const [{ address, chainId, message, expiresAt }] = found.rows
  if (expiresAt <= now || recoverSigner(message, signature) !== address) throw new Error('not signed')

  const token = `cst_${randomBytes(32).toString('base64url')}`
  const [user, organization, expires] = [v7(), v7(), new Date(now.getTime() + HOUR_MS)]
  const name = shorten(address)
  const { rowCount } = await pool.query({
    name: 'wallet-verify',
    text: CONSUME,
    values: [
      ...[now, null, null, challenge_id, now, 'EOA', 'EOA', 'EOA', user, now, v7(), user, 'EOA', now],
      ...[organization, name, now, organization, user, now],
      ...[v7(), user, 'TOKEN', hashToken(token), headers['user-agent'] ?? null, now, now, expires],
    ],
  })
  if (rowCount !== 1) throw new Error('used')
  const did = `did:pkh:eip155:${chainId}:${address}`
  return { status: 'VERIFIED', wallet_address: address, did, verified_at: now, access_token: token, expires_in: 3600 }
}

function recoverSigner(message, signature) {
  const digest = keccak256(`\x19Ethereum Signed Message:\n${Buffer.byteLength(message)}`, message)
  const bytes = Buffer.from(signature.slice(2), 'hex')
  const key = secp256k1.ecdsaRecover(bytes.subarray(0, 64), bytes[64] - 27, digest, false)
  return `0x${Buffer.from(keccak256(key.subarray(1)).subarray(12)).toString('hex')}`
}

function shorten(address) {
  const spelled = toChecksum(address)
  return `${spelled.slice(0, 6)}…${spelled.slice(-4)}`
}
