import { fork } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { cpuTimeOf } from './cpu.mjs'
import { startServers } from './servers.mjs'
import { requireSameStatements } from './statements.mjs'

/** Connections open at the same time. */
export const CONNECTIONS = 100
const WARM_UP_SECONDS = 6
/** Calls prepared for the first warm-up, in calls a second; afterwards what was measured says how many it takes. */
const MOST_PER_SECOND = 8_000
/** What is left of the last round must not run into the next. */
const PAUSE_MS = 500

/** @typedef {{ path: string, headers: Record<string, string>, body: string }} Call */

/**
 * A call of the API measured on the desk and on the baseline, turn by turn. `prepare` makes so many calls, no two the
 * same, outside the time that is measured.
 *
 * @param {object} figure
 * @param {string} figure.name
 * @param {string} figure.title
 * @param {{ ratio: number, perSecond?: number, p99?: number }} figure.aim
 * @param {(bench: import('./run.mjs').Bench, servers: { desk: { url: string } }) => Promise<(count: number) => Promise<Call[]>>} figure.setUp
 */
export function httpFigure({ name, title, aim, setUp }) {
  return { name, title, aim, needs: 'services', run: (bench) => measure({ name, aim, setUp }, bench) }
}

async function measure(figure, bench) {
  await compareStatements(figure, bench)

  const servers = await startServers(bench.services, { profile: bench.settings.profile })
  const load = startLoad()
  try {
    const prepare = await figure.setUp(bench, servers)
    const send = (server, calls, options) => load.run(server, writeCalls(bench, calls), options)
    return await runRounds(figure, { bench, servers, prepare, send })
  } finally {
    load.stop()
    await servers.stop()
  }
}

async function compareStatements({ setUp }, { services, ...bench }) {
  const servers = await startServers(services, { recording: true })
  try {
    const prepare = await setUp({ services, ...bench }, servers)
    await requireSameStatements(servers, await prepare(4))
  } finally {
    await servers.stop()
  }
}

/** Each round has one turn of each, the first one changing, so that a machine that slows down slows both. */
async function runRounds({ name }, { bench, servers, prepare, send }) {
  const { rounds, seconds } = bench.settings
  const pace = { desk: MOST_PER_SECOND, bare: MOST_PER_SECOND }
  const turn = async (which, options) => {
    const calls = await prepare(Math.ceil(pace[which] * options.seconds))
    const { pid } = servers[which].child.process
    const before = cpuTimeOf(pid)
    const result = await send(servers[which], calls, options)
    result.cpuPerCall = (cpuTimeOf(pid) - before) / result.answers
    pace[which] = Math.ceil(result.perSecond * 1.6) + 200
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    return result
  }

  for (const which of ['desk', 'bare']) await turn(which, { seconds: WARM_UP_SECONDS, series: null })
  const measured = []
  for (let round = 0; round < rounds; round++) {
    const results = {}
    for (const which of round % 2 === 0 ? ['desk', 'bare'] : ['bare', 'desk']) {
      results[which] = await turn(which, { seconds, series: `${name} ${which}` })
    }
    bench.say(`  round ${round + 1}: desk ${inWords(results.desk)}, bare ${inWords(results.bare)}`)
    measured.push(results)
  }
  return summarise(measured)
}

/** Rates are medians over the rounds, times over all calls of all rounds, errors their sum. */
function summarise(rounds) {
  const of = (which) => ({
    perSecond: median(rounds.map((round) => round[which].perSecond)),
    p50: rounds.at(-1)[which].p50,
    p99: rounds.at(-1)[which].p99,
    errors: rounds.reduce((sum, round) => sum + round[which].errors, 0),
    cpuPerCall: Math.round(median(rounds.map((round) => round[which].cpuPerCall))),
    answers: rounds.reduce((sum, round) => sum + round[which].answers, 0),
  })
  const ratio = median(rounds.map(({ desk, bare }) => desk.perSecond / bare.perSecond))
  return { unit: 'calls', ours: of('desk'), bare: of('bare'), ratio }
}

const inWords = ({ perSecond, cpuPerCall }) =>
  `${perSecond.toFixed(0)}/s (${cpuPerCall.toFixed(0)} µs of processor each)`

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function writeCalls({ services }, calls) {
  const file = path.join(services.folder, 'calls.json')
  writeFileSync(file, JSON.stringify(calls))
  return file
}

function startLoad() {
  const child = fork(path.join(import.meta.dirname, 'load.mjs'))
  const run = (server, file, { seconds, series }) =>
    new Promise((resolve, reject) => {
      const ended = () => reject(new Error('The load generator ended.'))
      child.once('exit', ended)
      child.once('message', ({ result, error }) => {
        child.off('exit', ended)
        if (error) reject(new Error(error))
        else resolve(result)
      })
      child.send({ url: server.url, file, connections: CONNECTIONS, seconds, series })
    })
  return { run, stop: () => child.disconnect() }
}
