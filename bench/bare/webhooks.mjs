import { createHmac } from 'node:crypto'
import { Agent, request } from 'node:http'
import pg from 'pg'

/**
 * The baseline of the webhooks: for each event of the log one signed post over a kept connection and one insert of what came
 * back, so many at a time; no schedule, no limits, no locks, nothing to go on from after a crash. In a process of its own.
 */
process.on('message', ({ hooks, concurrency }) => {
  deliver(hooks, concurrency).catch((error) => {
    console.error(error.message)
    process.exit(1)
  })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ type: 'ready', port: 0 })

async function deliver(hooks, concurrency) {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL_SIZE) })
  const agent = new Agent({ keepAlive: true })
  const { rows } = await pool.query({
    name: 'events',
    text: 'SELECT id, type, subject, sequence, source, data, metadata, created_at FROM events ORDER BY tx, id',
  })
  const posts = rows.flatMap((event) => hooks.map((hook) => ({ event, hook })))
  let next = 0
  const work = async () => {
    for (let post = posts[next++]; post; post = posts[next++]) await deliverOne(pool, agent, post)
  }
  await Promise.all(Array.from({ length: concurrency * hooks.length }, work))
}

async function deliverOne(pool, agent, { event, hook }) {
  const body = JSON.stringify({ ...event, timestamp: event.created_at })
  const at = Math.floor(Date.now() / 1000)
  const signature = createHmac('sha256', hook.key).update(`${event.id}.${at}.${body}`).digest('base64')
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'webhook-id': event.id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1,${signature}`,
  }
  const began = performance.now()
  const { status, text } = await post(hook.url, { agent, headers, body })
  await pool.query({
    name: 'attempt',
    text: `INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, duration_ms, outcome, status_code, answer)
      VALUES ($1, $2, 1, now(), $3, 'DELIVERED', $4, $5)`,
    values: [hook.id, event.id, Math.round(performance.now() - began), status, text],
  })
}

function post(url, { agent, headers, body }) {
  return new Promise((resolve, reject) => {
    const call = request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() }))
      response.on('error', reject)
    })
    call.on('error', reject)
    call.end(body)
  })
}
