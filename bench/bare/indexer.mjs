import { decodeEventLog } from 'viem'
import { callRpc } from '../../scripts/start/rpc.mjs'

const RANGE = 1_000

const INSERT = `
    INSERT INTO chain_events
      (chain_id, address, block_hash, log_index, block_number, block_time, tx_hash, name, deal, args)
    SELECT 31337, $1, * FROM unnest($2::text[], $3::int[], $4::bigint[], $5::timestamptz[], $6::text[], $7::text[],
      $8::text[], $9::jsonb[])
    ON CONFLICT DO NOTHING`

const CURSOR = `
    INSERT INTO chain_cursors (chain_id, address, block_number, block_hash, confirmed_number)
    VALUES (31337, $1, $2, $3, $2)
    ON CONFLICT (chain_id, address) DO UPDATE
      SET block_number = excluded.block_number, block_hash = excluded.block_hash, confirmed_number = $2`

const FOLLOW = `
    SELECT graphile_worker.add_job('follow-deal', json_build_object('dealId', id), job_key => 'follow-deal:' || id)
    FROM deals WHERE id = ANY($1::text[])`

/** From the first block to the newest: a range's logs, decoded, in one statement, with the cursor and the jobs in one transaction. */
export async function catchUp(pool, { rpcUrl, escrow, abi }) {
  const newest = Number(await callRpc(rpcUrl, 'eth_blockNumber'))
  for (let from = 1; from <= newest; from += RANGE) {
    const to = Math.min(newest, from + RANGE - 1)
    const [raw, { hash }] = await Promise.all([
      callRpc(rpcUrl, 'eth_getLogs', [{ address: escrow, fromBlock: toHex(from), toBlock: toHex(to) }]),
      callRpc(rpcUrl, 'eth_getBlockByNumber', [toHex(to), false]),
    ])
    await store(
      pool,
      escrow,
      { number: to, hash },
      raw.map((log) => toRow(abi, log)),
    )
  }
}

function toRow(abi, log) {
  const { eventName, args } = decodeEventLog({ abi, topics: log.topics, data: log.data })
  const { id, ...rest } = args
  const text = JSON.stringify(rest, (_, value) => (typeof value === 'bigint' ? value.toString() : value))
  const time = new Date(Number(log.blockTimestamp) * 1000).toISOString()
  return [
    ...[log.blockHash, Number(log.logIndex), Number(log.blockNumber), time],
    ...[log.transactionHash, eventName, id, text],
  ]
}

async function store(pool, escrow, { number, hash }, rows) {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const columns = Array.from({ length: 8 }, (_, at) => rows.map((row) => row[at]))
    if (rows.length > 0) await client.query({ name: 'logs', text: INSERT, values: [escrow, ...columns] })
    await client.query({ name: 'cursor', text: CURSOR, values: [escrow, number, hash] })
    await client.query({ name: 'follow', text: FOLLOW, values: [[...new Set(columns[6])]] })
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

const toHex = (value) => `0x${value.toString(16)}`
