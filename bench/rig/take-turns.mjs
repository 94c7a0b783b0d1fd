import { median } from './http-figure.mjs'

/**
 * Two ways to do one piece of work, turn by turn after one warm-up each; the one that begins changes, so that a machine that
 * slows down slows both.
 *
 * @param {{ settings: { rounds: number }, say: (line: string) => void }} bench
 * @param {string} unit
 * @param {Record<'ours' | 'bare', () => Promise<{ perSecond: number, ms: number, errors: number, cpu: number }>>} turn one whole turn
 */
export async function takeTurns({ settings, say }, unit, turn) {
  const turns = { ours: [], bare: [] }
  for (const which of ['ours', 'bare']) await turn[which]()
  for (let round = 0; round < settings.rounds; round++) {
    for (const which of round % 2 === 0 ? ['ours', 'bare'] : ['bare', 'ours']) turns[which].push(await turn[which]())
    const [ours, bare] = [turns.ours.at(-1), turns.bare.at(-1)]
    say(`  round ${round + 1}: ours ${ours.perSecond.toFixed(0)}/s, bare ${bare.perSecond.toFixed(0)}/s`)
  }

  const of = (which) => ({
    perSecond: median(turns[which].map((one) => one.perSecond)),
    p50: median(turns[which].map((one) => one.ms)),
    p99: Math.max(...turns[which].map((one) => one.ms)),
    errors: turns[which].reduce((sum, one) => sum + one.errors, 0),
    cpuPerCall: Math.round(median(turns[which].map((one) => one.cpu))),
  })
  const ratio = median(turns.ours.map((one, round) => one.perSecond / turns.bare[round].perSecond))
  return { unit, ours: of('ours'), bare: of('bare'), ratio }
}
