import { median } from './http-figure.mjs'

const WARM_UP_MS = 1_000

/**
 * Work of one thread measured in this process, ours and the baseline's in turns. Both are called with a running number
 * and must do the whole of one piece of work with it; they may answer a promise.
 *
 * @param {object} figure
 * @param {string} figure.name
 * @param {string} figure.title
 * @param {string} figure.baseline what it is compared with, in words
 * @param {number} [figure.batch] pieces timed together, for work so short that reading the clock would show beside it
 * @param {{ ratio: number }} figure.aim
 * @param {(bench: import('./run.mjs').Bench) => Promise<{ ours: Work, bare: Work }>} figure.setUp
 *
 * @typedef {(number: number) => unknown} Work
 */
export function threadFigure({ name, title, baseline, aim, batch = 1, setUp }) {
  return { name, title, baseline, aim, needs: 'nothing', run: (bench) => measure({ setUp, batch }, bench) }
}

async function measure({ setUp, batch }, bench) {
  const { rounds, seconds } = bench.settings
  const works = await setUp(bench)
  const [times, errors] = [
    { ours: [], bare: [] },
    { ours: 0, bare: 0 },
  ]

  for (const which of ['ours', 'bare']) await turn(works[which], WARM_UP_MS, batch)
  const measured = []
  for (let round = 0; round < rounds; round++) {
    const results = {}
    for (const which of round % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours']) {
      const result = await turn(works[which], (seconds * 1000) / 2, batch)
      results[which] = result.perSecond
      times[which].push(...result.times)
      errors[which] += result.errors
    }
    bench.say(`  round ${round + 1}: ours ${results.ours.toFixed(0)}/s, bare ${results.bare.toFixed(0)}/s`)
    measured.push(results)
  }

  const of = (which) => ({
    perSecond: median(measured.map((round) => round[which])),
    ...percentiles(times[which]),
    errors: errors[which],
  })
  return { unit: 'thread', ours: of('ours'), bare: of('bare'), ratio: median(measured.map((r) => r.ours / r.bare)) }
}

async function turn(work, milliseconds, batch) {
  const times = []
  let [done, errors] = [0, 0]
  const start = performance.now()
  for (let now = start; now - start < milliseconds; ) {
    for (let i = 0; i < batch; i++) {
      if ((await work(done++)) !== true) errors++
    }
    const end = performance.now()
    times.push((end - now) / batch)
    now = end
  }
  return { perSecond: (done / (performance.now() - start)) * 1000, times, errors }
}

function percentiles(times) {
  const sorted = Float64Array.from(times).sort()
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  return { p50: at(0.5), p99: at(0.99) }
}
