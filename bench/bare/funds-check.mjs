import { createHash, randomBytes } from 'node:crypto'
import { Agent, request as httpRequest } from 'node:http'
import { v7 } from 'uuid'
import { findCaller } from './session.mjs'

const PROVEN = `
    SELECT 1 FROM wallets
    WHERE user_id = $1::uuid AND address = $2 AND unlinked_at IS NULL
      AND (kind = 'EOA' OR chain_id = $3::int)
    LIMIT 1`

const INSERT = `
    INSERT INTO funds_proofs (
      id, user_id, challenge_id, role, requirement, phase, network, wallet, kind, asset_type, token_address, asset,
      min_balance, status, provider, providers_agreed, block_number, block_hash, finalized_block_number,
      finalized_block_hash, balance_commitment, checked_at)
    VALUES (
      $1::uuid, $2::uuid, $3::uuid, $4, $5::int, $6,
      $7, $8, $9, $10, $11, $12,
      $13::numeric, $14, $15, $16::int,
      $17::bigint, $18, $19::bigint,
      $20, $21, $22::timestamptz)`

const CHAIN = 31337
const ASSET = `eip155:${CHAIN}/slip44:60`
const rpcUrl = new URL(process.env.RPC_31337 ?? 'http://127.0.0.1:8545')
const agent = new Agent({ keepAlive: true, maxSockets: 64, maxFreeSockets: 16, scheduling: 'lifo' })

/** The caller, whether the wallet is theirs, the newest block, the balance at its hash, and the proof: three statements. */
export async function checkFunds(pool, { wallet_address, min_balance }, headers) {
  const now = new Date()
  const caller = await findCaller(pool, headers, now)
  const wallet = wallet_address.toLowerCase()
  const proven = await pool.query({ name: 'proven', text: PROVEN, values: [caller.userId, wallet, CHAIN] })
  if (proven.rowCount === 0) throw new Error('not yours')

  const block = await callRpc('eth_getBlockByNumber', ['latest', false])
  const balance = await callRpc('eth_getBalance', [wallet, { blockHash: block.hash, requireCanonical: true }])
  const salt = `0x${randomBytes(32).toString('hex')}`
  const proof = {
    id: v7(),
    status: BigInt(balance) >= BigInt(min_balance) ? 'PASSED' : 'FAILED',
    number: Number(block.number),
    hash: block.hash,
    commitment: commit(salt, balance, block.hash),
  }

  await pool.query({
    name: 'proof',
    text: INSERT,
    values: [
      ...[
        proof.id,
        caller.userId,
        null,
        null,
        null,
        'check',
        `eip155:${CHAIN}`,
        wallet,
        'BALANCE',
        'NATIVE',
        null,
        ASSET,
      ],
      ...[min_balance, proof.status, 'single provider', 1, proof.number, proof.hash, proof.number, proof.hash],
      ...[proof.commitment, now],
    ],
  })
  return {
    id: proof.id,
    status: proof.status,
    proof_type: 'OPAQUE_V1',
    provider: 'single provider',
    providers_agreed: 1,
    block_number: proof.number,
    block_hash: proof.hash,
    finalized_block_hash: proof.hash,
    balance_commitment: proof.commitment,
    salt,
    checked_at: now,
  }
}

function commit(salt, balance, blockHash) {
  const hash = createHash('sha256').update('countersign.balance/1').update(bytesOf(salt))
  hash
    .update(bytesOf(`0x${balance.slice(2).padStart(64, '0')}`))
    .update(ASSET)
    .update(bytesOf(blockHash))
  return `0x${hash.digest('hex')}`
}

const bytesOf = (hex) => Buffer.from(hex.slice(2), 'hex')

function callRpc(method, params) {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params })
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const request = httpRequest(rpcUrl, { method: 'POST', agent, headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const { result, error } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
        if (error) reject(new Error(error.message))
        else resolve(result)
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
