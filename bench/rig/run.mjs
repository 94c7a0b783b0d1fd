import pg from 'pg'
import attestations from '../attestations.mjs'
import bondLatency from '../bond-latency.mjs'
import bundleVerification from '../bundle-verification.mjs'
import challengeCreate from '../challenge-create.mjs'
import finalize from '../finalize.mjs'
import fundsCheck from '../funds-check.mjs'
import gas from '../gas.mjs'
import inbox from '../inbox.mjs'
import indexer from '../indexer.mjs'
import merkle from '../merkle.mjs'
import signatureVerification from '../signature-verification.mjs'
import stream from '../stream.mjs'
import walletChallenge from '../wallet-challenge.mjs'
import walletVerify from '../wallet-verify.mjs'
import webhooks, { besideAHangingOne } from '../webhooks.mjs'
import { readArgs, usage } from './args.mjs'
import { buildProduct, importProduct } from './build.mjs'
import { CONNECTIONS } from './http-figure.mjs'
import { describeMachine } from './machine.mjs'
import { POOL_SIZE, RATE_LIMIT_SCALE } from './servers.mjs'
import { startServices } from './services.mjs'
import { drawTable, judge, toTable } from './table.mjs'

const figures = [
  walletChallenge,
  walletVerify,
  challengeCreate,
  fundsCheck,
  indexer,
  signatureVerification,
  bundleVerification,
  merkle,
  bondLatency,
  gas,
  attestations,
  finalize,
  inbox,
  stream,
  webhooks,
  besideAHangingOne,
]

/**
 * @typedef {object} Bench
 * @property {ReturnType<typeof readArgs>} settings
 * @property {typeof import('./product.ts')} product
 * @property {import('./services.mjs').Services | null} services
 * @property {pg.Pool | null} pool for preparing, on the same database
 * @property {(line: string) => void} say
 */

/** Measures what is asked for and prints it. The exit code says whether all of it could be measured without an error. */
export async function runBenches(args) {
  const settings = readArgs(
    args,
    figures.map(({ name }) => name),
  )
  if (settings.help) return console.log(usage)

  const chosen = figures.filter(({ name }) => settings.names.includes(name))
  const say = (line) => (settings.json ? console.error(line) : console.log(line))
  say('Building the desk and starting its services …')
  await buildProduct()
  const services = chosen.some(({ needs }) => needs === 'services') ? await startServices() : null
  const pool = services && openPool(services.databaseUrl)
  const stop = once(async () => {
    await pool?.end()
    await services?.stop()
  })
  stopOnSignals(stop)

  try {
    const bench = { settings, product: await importProduct(), services, pool, say }
    const machine = await describeMachine(pool)
    say(headingOf(machine, settings))
    print({ machine, settings, results: await measureAll(chosen, bench) })
  } finally {
    await stop()
  }
}

async function measureAll(chosen, bench) {
  const results = []
  for (const figure of chosen) {
    bench.say(`${figure.title} …`)
    const result = await figure.run(bench).catch((error) => fail(figure, error))
    if (result) results.push({ figure, result })
  }
  return results
}

/** One figure that cannot be measured does not keep the others from it. */
function fail({ title }, error) {
  process.exitCode = 1
  console.error(`${title} was not measured. ${error.message}`)
  return null
}

function headingOf({ cores, cpu, memoryGiB, system, node, postgres, loadBefore }, { rounds, seconds }) {
  return [
    `${cores} cores (${cpu}), ${memoryGiB} GiB, ${system}, Node ${node}${postgres ? `, PostgreSQL ${postgres}` : ''}; load before: ${loadBefore}`,
    `${CONNECTIONS} connections, ${rounds} rounds of ${seconds} s each, ${POOL_SIZE} connections to Postgres for either server.`,
    `Limits are raised: RATE_LIMIT_SCALE=${RATE_LIMIT_SCALE}. Calls are counted all the same.`,
  ].join('\n')
}

function print({ machine, settings, results }) {
  const paced = results.filter(({ result }) => !result.table)
  if (paced.some(({ result }) => result.ours.errors + result.bare.errors > 0)) process.exitCode = 1
  if (!settings.json) {
    if (paced.length > 0) console.log(`\n${toTable(paced)}`)
    for (const { figure, result } of results)
      if (result.table) console.log(`\n${figure.title}\n\n${drawTable(result.table)}`)
    return
  }

  const { rounds, seconds } = settings
  const limits = { RATE_LIMIT_SCALE, connections: CONNECTIONS, databaseConnections: POOL_SIZE }
  const list = results.map(({ figure, result }) => ({
    name: figure.name,
    ...result,
    ...(result.table ? {} : { aims: judge(figure, result) }),
  }))
  console.log(JSON.stringify({ machine, settings: { rounds, seconds, ...limits }, figures: list }, null, 2))
}

/** A signal and the end of the run may both ask for it. */
function once(work) {
  let result
  return () => {
    result ??= work()
    return result
  }
}

function openPool(connectionString) {
  const pool = new pg.Pool({ connectionString, max: 4 })
  // What ends Postgres is told by whoever ended it, and by the next query.
  pool.on('error', () => {})
  return pool
}

function stopOnSignals(stop) {
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => {
      void stop().finally(() => process.exit(130))
    })
  }
}
