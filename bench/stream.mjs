import http from 'node:http'
import { signIn } from './rig/people.mjs'
import { startServers } from './rig/servers.mjs'

const EVENTS = 300
const WARM_UP = 20
const LISTENERS = 10
const PATIENCE_MS = 10_000

/** From an event's call being sent until its first byte is at a listening stream, one event after the other, ten streams open. */
export default { name: 'stream', title: 'from publishing to a listening stream', needs: 'services', run: measure }

async function measure(bench) {
  const servers = await startServers(bench.services)
  const streams = []
  try {
    const [{ token }] = await signIn(bench, servers.desk, 1)
    for (let at = 0; at < LISTENERS; at++) streams.push(await listen(servers.desk.url, token))

    const times = { answered: [], first: [], last: [] }
    for (let at = 0; at < EVENTS + WARM_UP; at++) {
      const one = await publishOne(servers.desk.url, token, streams)
      if (at >= WARM_UP) for (const name of Object.keys(times)) times[name].push(one[name])
      // Not in step with the desk's own clocks.
      await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 40))
    }
    return { table: toTable(times) }
  } finally {
    for (const { close } of streams) close()
    await servers.stop()
  }
}

/** `first`: at the stream that has it first; `last`: at all of them. */
async function publishOne(origin, token, streams) {
  const start = performance.now()
  const arrivals = streams.map(({ next }) => next())
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const body = JSON.stringify({ type: 'order.paid', payload: { total: '19.90' }, metadata: { subject: 'order' } })
  const response = await fetch(`${origin}/api/v1/events`, { method: 'POST', headers, body })
  if (response.status !== 201) throw new Error(`Publishing answered ${response.status}: ${await response.text()}`)
  const answered = performance.now() - start

  const { id } = await response.json()
  const heard = await Promise.all(arrivals)
  if (heard.some(({ text }) => !text.includes(id))) throw new Error('A stream told of another event')
  const sinceStart = heard.map(({ at }) => at - start)
  return { answered, first: Math.min(...sinceStart), last: Math.max(...sinceStart) }
}

/** A stream whose next chunk with an event, and when it came, can be waited for. */
async function listen(origin, token) {
  let tell = () => {}
  const response = await new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, accept: 'text/event-stream' }
    http.get(`${origin}/api/v1/events/stream`, { headers, agent: false }, resolve).on('error', reject)
  })
  if (response.statusCode !== 200) throw new Error(`The stream answered ${response.statusCode}`)
  await new Promise((resolve) => response.once('data', resolve))
  response.on('data', (chunk) => {
    const at = performance.now()
    const text = chunk.toString('utf8')
    if (text.includes('data: ')) tell({ at, text })
  })
  response.on('error', () => {})

  const next = () =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('An event did not come')), PATIENCE_MS)
      tell = (heard) => {
        clearTimeout(timer)
        resolve(heard)
      }
    })
  return { next, close: () => response.destroy() }
}

function toTable(times) {
  const row = (name, measured) => {
    const sorted = [...measured].sort((a, b) => a - b)
    const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(1)
    return [name, String(sorted.length), at(0.5), at(0.95), at(1)]
  }
  return {
    columns: ['what', 'times', 'p50 ms', 'p95 ms', 'slowest ms'],
    rows: [
      row('published → answered', times.answered),
      row('published → first byte at a stream', times.first),
      row(`published → at all of ${LISTENERS} streams`, times.last),
    ],
  }
}
