import { parseArgs } from 'node:util'

const options = /** @type {const} */ ({
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '10' },
  json: { type: 'boolean', default: false },
  profile: { type: 'string' },
  help: { type: 'boolean', default: false },
})

export const usage = `npm run bench -- [figure …] [options]

  --rounds <n>       rounds of each figure, the desk and the baseline once in each (3)
  --seconds <n>      length of a turn (10)
  --json             the result as JSON, and nothing else, on standard output
  --profile <folder> writes CPU profiles of both servers there`

/** @param {string[]} args @param {string[]} known names of figures */
export function readArgs(args, known) {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
  const unknown = positionals.filter((name) => !known.includes(name))
  if (unknown.length > 0) throw new Error(`There is no figure ${unknown.join(', ')}. There are ${known.join(', ')}.`)

  const [rounds, seconds] = [Number(values.rounds), Number(values.seconds)]
  if (!Number.isInteger(rounds) || rounds < 1 || !(seconds > 0)) throw new Error(usage)
  return { ...values, rounds, seconds, names: positionals.length > 0 ? positionals : known }
}
