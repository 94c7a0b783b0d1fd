import { median } from './rig/http-figure.mjs'

const ROWS = 10_000
const TIMES = 3

/**
 * What ten thousand leaves cost the thread that answers requests: a roster's tree as everybody builds it and as the desk
 * grows it, and a bundle with such a roster verified there and in a thread of its own. The stall is the longest time in
 * which nobody else is answered.
 */
export default { name: 'merkle', title: `Merkle trees of ${ROWS} leaves`, needs: 'nothing', run: measure }

async function measure({ product }) {
  const candidates = Array.from({ length: ROWS }, (_, i) => ({
    id: `0x${(i + 1).toString(16).padStart(40, '0')}`,
    weight: 5_000n,
  }))
  const rows = candidates.map(({ id, weight }) => ({ id, weight: String(weight) }))
  const draw = (made) => ({ ...made, rosters: made.rosters.map((roster) => ({ ...roster, rows })) })
  const { bytes } = await product.makeTaskBundle({ change: { draw } })
  const question = { bytes, asOf: new Date(), chains: [] }

  const works = [
    ['a tree by @openzeppelin/merkle-tree', () => product.buildRoster(candidates)],
    ['a tree by the desk', () => product.growRoster(candidates)],
    ['a bundle verified on this thread', () => product.verifyBundleOnline(bytes, question)],
    ['a bundle verified in a thread of its own', () => product.verifyInThread(question)],
  ]
  const table = []
  for (const [name, work] of works) table.push([name, ...(await timesOf(work))])
  return { table: { columns: ['work', 'takes', 'longest stall'], rows: table } }
}

async function timesOf(work) {
  const [took, stalls] = [[], []]
  for (let time = 0; time < TIMES; time++) {
    const longest = watchThread()
    await pause()
    const started = performance.now()
    await work()
    took.push(performance.now() - started)
    await pause()
    stalls.push(longest())
  }
  return [took, stalls].map((list) => `${median(list).toFixed(0)} ms`)
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 5))

/** Looks at the clock every millisecond; answers the longest time in which it could not. */
function watchThread() {
  let [last, longest] = [performance.now(), 0]
  const timer = setInterval(() => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
  }, 1)
  return () => {
    clearInterval(timer)
    return longest
  }
}
