import { randomBytes, randomUUID } from 'node:crypto'
import { httpFigure } from './rig/http-figure.mjs'
import { signDigest, signIn } from './rig/people.mjs'

const PEOPLE = 2_000
const LIFE_MS = 3_600_000

/** POST wallet/verify for wallets that have signed in before; every call with a challenge of its own, really signed. */
export default httpFigure({
  name: 'wallet-verify',
  title: 'wallet verify',
  aim: { ratio: 0.6 },
  setUp: async (bench, { desk }) => {
    const people = await signIn(bench, desk, PEOPLE)
    return async (count) => {
      const signed = Array.from({ length: count }, (_, i) => signChallenge(bench.product, people[i % PEOPLE]))
      for (let start = 0; start < count; start += 5_000) await store(bench.pool, signed.slice(start, start + 5_000))
      await bench.pool.query('ANALYZE wallet_challenges')
      return signed.map(({ row, signature }) => callFor(row.id, signature))
    }
  },
})

function signChallenge({ buildProofMessage, statements, personalDigest }, wallet) {
  const [issuedAt, expiresAt] = [new Date(), new Date(Date.now() + LIFE_MS)]
  const request = {
    id: randomUUID(),
    address: wallet.address,
    chainId: 31337,
    nonce: randomBytes(16).toString('hex'),
    statement: statements.signIn(),
    issuedAt,
    expiresAt,
  }
  const message = buildProofMessage('http://localhost:3000', request)
  const { id, address, nonce } = request
  const row = { id, address, message, nonce, created_at: issuedAt, expires_at: expiresAt }
  return { row, signature: signDigest(personalDigest(message), wallet) }
}

async function store(pool, signed) {
  const rows = JSON.stringify(signed.map(({ row }) => row))
  await pool.query(
    `INSERT INTO wallet_challenges (id, address, chain_id, purpose, message, nonce, created_at, expires_at)
     SELECT id, address, 31337, 'sign_in', message, nonce, created_at, expires_at FROM jsonb_to_recordset($1::jsonb)
       AS t(id uuid, address text, message text, nonce text, created_at timestamptz, expires_at timestamptz)`,
    [rows],
  )
}

function callFor(challenge_id, signature) {
  const body = JSON.stringify({ challenge_id, signature })
  return { path: '/api/v1/wallet/verify', headers: { 'content-type': 'application/json' }, body }
}
