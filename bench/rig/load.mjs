import { readFileSync } from 'node:fs'
import { createHistogram } from 'node:perf_hooks'
import autocannon from 'autocannon'

/**
 * The load, in a process of its own. For each message `{ url, file, connections, seconds, series }` it sends the calls in
 * `file`, every one once, and tells how it went. Times of
 * one series add up over its rounds.
 */
const series = new Map()

process.on('message', (round) => {
  run(round).then(
    (result) => process.send({ type: 'result', result }),
    (error) => process.send({ type: 'result', error: error.message }),
  )
})

process.on('disconnect', () => process.exit(0))

async function run({ url, file, connections, seconds, series: name }) {
  const requests = readRequests(file, url)
  const times = histogramOf(name)
  const seen = { answers: 0, refused: 0, failed: 0, firstAt: 0, lastAt: 0, over: false, statuses: {} }
  let next = 0

  // A server faster than expected: what comes after the last call is not counted.
  const end = () => {
    seen.over = true
    instance.stop()
  }
  const instance = autocannon({
    url,
    sampleInt: 100,
    connections,
    duration: seconds,
    timeout: 20,
    setupClient: (client) => {
      // Each request as the bytes it will be on the wire, made beforehand: what is measured is not the making.
      client.getRequestBuffer = () => {
        if (next === requests.length) end()
        return requests[next++ % requests.length]
      }
    },
  })
  instance.on('start', () => {
    seen.firstAt = performance.now()
  })
  instance.on('response', (_, status, __, milliseconds) => {
    if (seen.over) return
    seen.answers++
    seen.lastAt = performance.now()
    if (status < 200 || status > 299) seen.refused++
    seen.statuses[status] = (seen.statuses[status] ?? 0) + 1
    times?.record(Math.max(1, Math.round(milliseconds * 1000)))
  })
  instance.on('reqError', () => {
    if (!seen.over) seen.failed++
  })
  await instance
  return summaryOf(seen, times)
}

function summaryOf({ answers, refused, failed, firstAt, lastAt, statuses }, times) {
  return {
    perSecond: (answers / (lastAt - firstAt)) * 1000,
    answers,
    errors: refused + failed,
    statuses,
    p50: times ? times.percentile(50) / 1000 : 0,
    p99: times ? times.percentile(99) / 1000 : 0,
  }
}

/** Warm-ups belong to no series. */
function histogramOf(name) {
  if (!name) return undefined
  const histogram = series.get(name) ?? createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 })
  series.set(name, histogram)
  return histogram
}

function readRequests(file, url) {
  const { host } = new URL(url)
  return JSON.parse(readFileSync(file, 'utf8')).map(({ path, headers, body }) => {
    const lines = Object.entries({ host, ...headers, 'content-length': Buffer.byteLength(body) })
    const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
    return Buffer.from(`POST ${path} HTTP/1.1\r\n${head}\r\n${body}`)
  })
}
