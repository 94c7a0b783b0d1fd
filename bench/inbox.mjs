import http from 'node:http'
import pg from 'pg'
import { leaseAndAck } from './bare/inbox.mjs'
import { cpuTimeOf } from './rig/cpu.mjs'
import { median } from './rig/http-figure.mjs'
import { signIn } from './rig/people.mjs'
import { startServers } from './rig/servers.mjs'

const ITEMS = 20_000
const SUBJECTS = 4_000
const BATCH = 50
const CONSUMERS = 8

/** An inbox emptied by eight consumers that lease and acknowledge fifty items at a time, beside the SQL for it on as many connections. */
export default {
  name: 'inbox',
  title: 'inbox items leased and acked',
  aim: { ratio: 0.5 },
  needs: 'services',
  run: measure,
}

async function measure(bench) {
  const servers = await startServers(bench.services, { profile: bench.settings.profile })
  const bare = new pg.Pool({ connectionString: bench.services.databaseUrl, max: CONSUMERS })
  const agent = new http.Agent({ keepAlive: true, maxSockets: CONSUMERS })
  try {
    const [{ token }] = await signIn(bench, servers.desk, 1)
    const inbox = await findInbox(bench.pool)
    const call = (path, body) => post(agent, `${servers.desk.url}/api/v1/inbox/${path}`, token, body)
    const sides = {
      ours: { emptyBatch: () => emptyOverHttp(call), pid: servers.desk.child.process.pid },
      bare: { emptyBatch: () => leaseAndAck(bare, inbox.id, BATCH), pid: process.pid },
    }
    return await runRounds(bench, inbox, sides)
  } finally {
    agent.destroy()
    await bare.end()
    await servers.stop()
  }
}

async function runRounds({ settings, pool, say }, inbox, sides) {
  const turns = { ours: [], bare: [] }
  for (const which of ['ours', 'bare']) await turn(pool, inbox, sides[which])
  for (let round = 0; round < settings.rounds; round++) {
    for (const which of round % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours']) {
      turns[which].push(await turn(pool, inbox, sides[which]))
    }
    const [ours, bare] = [turns.ours.at(-1), turns.bare.at(-1)]
    say(`  round ${round + 1}: ours ${ours.perSecond.toFixed(0)}/s, bare ${bare.perSecond.toFixed(0)}/s`)
  }

  const of = (which) => {
    const times = turns[which].flatMap((one) => one.times).sort((a, b) => a - b)
    return {
      perSecond: median(turns[which].map((one) => one.perSecond)),
      p50: times[Math.floor(times.length * 0.5)],
      p99: times[Math.floor(times.length * 0.99)],
      errors: turns[which].reduce((sum, one) => sum + one.errors, 0),
      cpuPerCall: Math.round(median(turns[which].map((one) => one.cpu))),
    }
  }
  const ratio = median(turns.ours.map((one, round) => one.perSecond / turns.bare[round].perSecond))
  return { unit: 'items', ours: of('ours'), bare: of('bare'), ratio }
}

/** From a full inbox to an empty one. An item that was not acknowledged exactly once, and a head that is left, is an error. */
async function turn(pool, inbox, { emptyBatch, pid }) {
  await fill(pool, inbox)
  const times = []
  const [start, cpuBefore] = [performance.now(), cpuTimeOf(pid)]
  await Promise.all(
    Array.from({ length: CONSUMERS }, async () => {
      for (let last = BATCH; last > 0; ) {
        const before = performance.now()
        last = await emptyBatch()
        times.push(performance.now() - before)
      }
    }),
  )
  const ms = performance.now() - start
  const cpu = (cpuTimeOf(pid) - cpuBefore) / ITEMS
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM inbox_heads)::int AS heads,
       (SELECT count(*) FROM deliveries WHERE status = 'DELIVERED' AND attempts = 1)::int AS done,
       (SELECT count(*) FROM delivery_attempts WHERE outcome = 'DELIVERED')::int AS tries`,
  )
  const [{ heads, done, tries }] = rows
  return { times, cpu, perSecond: (ITEMS / ms) * 1000, errors: heads + (ITEMS - done) + Math.abs(ITEMS - tries) }
}

async function emptyOverHttp(call) {
  const { data } = await call('lease', { max: BATCH })
  if (data.length === 0) return 0
  const items = data.map(({ id, receipt_handle }) => ({ id, receipt_handle }))
  const acked = await call('ack', { items })
  return acked.data.filter(({ status }) => status === 'DELIVERED').length
}

async function findInbox(pool) {
  const { rows } = await pool.query(
    `SELECT p.id, p.organization_id FROM endpoints p JOIN organizations o ON o.id = p.organization_id
     WHERE p.kind = 'INBOX' AND p.is_default ORDER BY o.created_at DESC, o.id DESC LIMIT 1`,
  )
  return rows[0]
}

/** Items as the fan-out makes them, five of each subject. */
async function fill(pool, { id, organization_id }) {
  await pool.query('TRUNCATE events, deliveries, delivery_attempts, inbox_heads, log_lines')
  await pool.query(
    `INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, metadata, created_at)
     SELECT (left(uuid_floor(now() + n * interval '1 millisecond')::text, 13) || substr(gen_random_uuid()::text, 14))::uuid,
       gen_random_uuid(), $1::uuid, 'order.paid', 'order ' || n % $3, n / $3 + 1, 'bench',
       jsonb_build_object('order', n, 'total', '19.90', 'lines', jsonb_build_array(1, 2, 3), 'note', repeat('x', 200)),
       jsonb_build_object('subject', 'order ' || n % $3), now()
     FROM generate_series(0, $2::int - 1) AS n`,
    [organization_id, ITEMS, SUBJECTS],
  )
  await pool.query(
    `INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, ordered, created_at, updated_at)
     SELECT $1, id, organization_id, type, subject, sequence, true, now(), now() FROM events`,
    [id],
  )
  await pool.query(
    `INSERT INTO inbox_heads (endpoint_id, subject, event_id, sequence, visible_at)
     SELECT DISTINCT ON (subject) endpoint_id, subject, event_id, sequence, created_at FROM deliveries ORDER BY subject, sequence, endpoint_id`,
  )
  await pool.query('ANALYZE events, deliveries, delivery_attempts, inbox_heads')
}

function post(agent, url, token, body) {
  const text = JSON.stringify(body)
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    authorization: `Bearer ${token}`,
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, { agent, method: 'POST', headers }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => {
        const answer = Buffer.concat(chunks).toString('utf8')
        if (response.statusCode === 200) resolve(JSON.parse(answer))
        else reject(new Error(`${url} answered ${response.statusCode}: ${answer}`))
      })
    })
    request.on('error', reject)
    request.end(text)
  })
}
