import { createServer } from 'node:http'
import pg from 'pg'
import { createChallenge } from './bare/challenge-create.mjs'
import { checkFunds } from './bare/funds-check.mjs'
import { createWalletChallenge } from './bare/wallet-challenge.mjs'
import { verifyWallet } from './bare/wallet-verify.mjs'

/**
 * The baseline: the same work as the desk does for four calls, on node:http and pg alone. Same statements, prepared, in as
 * many round trips and transactions, over as many connections (statements.mjs compares them at each run); the same native
 * signature recovery and hashes; the same calls to the chain; the same JSON. Left out is everything a framework is for: routing,
 * schemas, validation, limits (counted by the thousand in the desk), idempotency, request ids, scopes, log lines,
 * security headers, errors in words.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE) })

const calls = {
  '/api/v1/wallet/challenge': [201, createWalletChallenge],
  '/api/v1/wallet/verify': [200, verifyWallet],
  '/api/v1/challenges': [201, createChallenge],
  '/api/v1/funds/check': [200, checkFunds],
}

const server = createServer(async (request, response) => {
  try {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const [status, call] = calls[request.url]
    answer(response, status, await call(pool, JSON.parse(Buffer.concat(chunks).toString('utf8')), request.headers))
  } catch (error) {
    answer(response, 500, { error: error.message })
  }
})

function answer(response, status, value) {
  const text = JSON.stringify(value)
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}

server.keepAliveTimeout = 65_000
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.send?.({ type: 'ready', port: server.address().port })
})
process.on('disconnect', () => process.exit(0))
