import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { waitUntilReady } from '../scripts/start/children.mjs'
import { pumpFile } from './rig/build.mjs'
import { cpuTimeOf } from './rig/cpu.mjs'
import { environmentOf } from './rig/servers.mjs'
import { takeTurns } from './rig/take-turns.mjs'

const EVENTS = 2_500
const HOOKS = 4
/** Posts under way to one webhook: the default. */
const CONCURRENCY = 10
const HUNG_EVENTS = 200
const MAX_MS = 120_000

const sinkFile = path.join(import.meta.dirname, 'rig', 'sink.mjs')
const bareFile = path.join(import.meta.dirname, 'bare', 'webhooks.mjs')

/** Events in the log, given to four webhooks, signed, posted to a sink that answers at once, each try written down. */
export default {
  name: 'webhooks',
  title: 'webhooks delivered',
  aim: { ratio: 0.6, perSecond: 1_000 },
  needs: 'services',
  run: (bench) => measure(bench, false),
}

/** The same while a fifth one takes its calls and never answers. */
export const besideAHangingOne = {
  name: 'webhooks-hanging',
  title: 'the same, one hanging',
  aim: { ratio: 0.6, perSecond: 1_000 },
  needs: 'services',
  run: (bench) => measure(bench, true),
}

async function measure(bench, withHanging) {
  const sink = await startChild(bench, 'sink', [sinkFile], process.env)
  const scene = await prepare(bench, `http://127.0.0.1:${sink.port}`, withHanging)
  try {
    return await takeTurns(bench, 'webhooks', {
      ours: () => turnOfOurs(bench, scene),
      bare: () => turnOfBare(bench, scene),
    })
  } finally {
    await stopChild(sink.child)
  }
}

async function turnOfOurs(bench, scene) {
  await fillLog(bench.pool, scene)
  const { child } = await startChild(bench, 'pump', [...profiling(bench.settings, 'pump'), pumpFile], scene.env)
  return await timed(bench, scene, child, { type: 'go' })
}

async function turnOfBare(bench, scene) {
  await fillLog(bench.pool, scene)
  // It is not given a sink that hangs: what is measured is whether ours stays beside it.
  const { child } = await startChild(bench, 'bare', [...profiling(bench.settings, 'bare'), bareFile], scene.env)
  return await timed(bench, scene, child, { hooks: scene.hooks, concurrency: CONCURRENCY })
}

/** The profile of the last turn stays. */
function profiling({ profile }, name) {
  return profile ? ['--cpu-prof', `--cpu-prof-name=${name}.cpuprofile`, `--cpu-prof-dir=${profile}`] : []
}

/** From being told to begin until every try to the fast sinks is written down, once. */
async function timed({ pool }, { hooks }, child, message) {
  const total = EVENTS * hooks.length
  const ids = hooks.map(({ id }) => id)
  const [start, cpuBefore] = [performance.now(), cpuTimeOf(child.process.pid)]
  child.process.send(message)
  let found = 0
  while (found < total && performance.now() - start < MAX_MS) {
    await new Promise((resolve) => setTimeout(resolve, 25))
    found = await count(pool, ids)
  }
  const ms = performance.now() - start
  const cpu = (cpuTimeOf(child.process.pid) - cpuBefore) / total
  await stopChild(child)
  return { ms, cpu, perSecond: (found / ms) * 1000, errors: total - found }
}

async function count(pool, ids) {
  const { rows } = await pool.query(
    "SELECT count(*)::int AS n FROM delivery_attempts WHERE outcome = 'DELIVERED' AND endpoint_id = ANY($1)",
    [ids],
  )
  return rows[0].n
}

async function prepare({ services, product, pool }, url, withHanging) {
  const env = { ...process.env, ...environmentOf(services), WEBHOOK_ALLOWED_HOSTS: new URL(url).host }
  Object.assign(process.env, environmentOf(services))
  const organizationId = crypto.randomUUID()
  const hooks = []
  for (let at = 0; at < HOOKS; at++) hooks.push(await addHook({ pool, product, organizationId }, `${url}/${at}`, '*'))
  if (withHanging) await addHook({ pool, product, organizationId }, `${url}/hang`, 'order.hung')
  return { env, organizationId, hooks, withHanging }
}

async function addHook({ pool, product, organizationId }, url, filter) {
  const id = crypto.randomUUID()
  const key = randomBytes(32).toString('base64')
  await pool.query(
    `INSERT INTO endpoints (id, organization_id, kind, event_types, url, secret, concurrency, created_at, updated_at)
     VALUES ($1, $2, 'WEBHOOK', $3, $4, $5, $6, 'epoch', 'epoch')`,
    [id, organizationId, [filter], url, Buffer.from(product.sealSecret(id, `whsec_${key}`)), CONCURRENCY],
  )
  return { id, url, key }
}

/** The events of one turn, and nothing sent of them. The bare server reads the same ones. */
async function fillLog(pool, { organizationId, withHanging }) {
  await pool.query('TRUNCATE events, event_subjects, deliveries, delivery_attempts, log_lines')
  await pool.query(
    `INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, created_at)
     SELECT (left(uuid_floor(now() + n * interval '1 millisecond')::text, 13) || substr(gen_random_uuid()::text, 14))::uuid,
       gen_random_uuid(), $1::uuid, CASE WHEN n <= $3 THEN 'order.hung' ELSE 'order.made' END, 'order ' || n % 50,
       (n - 1) / 50 + 1, 'bench', jsonb_build_object('order', n, 'text', repeat('x', 300)), now()
     FROM generate_series(1, $2::int) AS n`,
    [organizationId, EVENTS, withHanging ? HUNG_EVENTS : 0],
  )
  await pool.query("UPDATE fan_out SET tx = '1', last_id = '00000000-0000-0000-0000-000000000000'")
  await pool.query('ANALYZE events')
}

async function startChild({ services }, name, args, env) {
  const log = path.join(services.folder, `${name}.log`)
  const child = services.family.start({ name, command: process.execPath, args, env, log, ipc: true })
  const { port } = await waitUntilReady(child)
  return { child, port }
}

async function stopChild(child) {
  if (child.process.connected) child.process.disconnect()
  await child.ended
}
