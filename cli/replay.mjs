import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { readyModule } from './build-module.mjs'
import { withoutControls } from './without-controls.mjs'

const CANNOT_TELL = 2
const DESK = 'http://localhost:3000'
/** A desk counts calls by the minute; a large one is read in more than one. */
const TRIES = 20
const LONGEST_WAIT_SECONDS = 60

/** What the recomputation is built from. */
const reputation = {
  name: 'reputation',
  entry: 'lib/reputation/index.ts',
  sources: ['lib/reputation', 'lib/receipt', 'lib/proof', 'lib/committee', 'lib/stake'],
}

/** `countersign replay`: prints what it found and answers its exit code. `refuse(why)` is for wrong usage. */
export async function replay(args, refuse) {
  const asked = readArguments(args)
  if (asked.refused) return refuse(asked.refused)

  try {
    const made = await import(pathToFileURL(await readyModule(reputation)).href)
    if (asked.simulate) return simulate(made, asked)
    const chains = await Promise.all(asked.rpc.map((url) => made.httpReader(url)))
    const report = await made.replay(openDesk(asked.desk), asked.who, { chains })
    if (asked.json) console.log(JSON.stringify(report, null, 2))
    else printReport(withoutControls(report))
    return report.exit
  } catch (error) {
    console.error(`Cannot tell: ${error.message}`)
    return CANNOT_TELL
  }
}

function readArguments(args) {
  const options = {
    desk: { type: 'string', default: DESK },
    rpc: { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
    simulate: { type: 'boolean', default: false },
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    if (values.simulate)
      return positionals.length === 0 ? values : { refused: '--simulate asks no desk about anybody.' }
    if (positionals.length !== 1) return { refused: 'Name a DID, an address, or all.' }
    const [who] = positionals
    if (!/^(?:all|0x[0-9a-fA-F]{40}|did:[a-z]+:\S+)$/.test(who))
      return { refused: `${who} is not a DID, an address, or all.` }
    if (!isHttp(values.desk)) return { refused: '--desk takes an origin such as https://desk.example.' }
    if (!values.rpc.every(isHttp)) return { refused: '--rpc takes a URL that starts with http:// or https://.' }
    return { who, ...values }
  } catch (error) {
    return { refused: error.message }
  }
}

function simulate(made, { json }) {
  const gains = made.simulate()
  console.log(json ? JSON.stringify(gains, null, 2) : made.sayGains(gains).join('\n'))
  return 0
}

/** Only what anybody may read: no key is sent. */
function openDesk(origin) {
  return {
    async get(path) {
      const url = new URL(path, origin)
      for (let attempt = 1; ; attempt++) {
        const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(30_000) }).catch((error) => {
          throw new Error(`the desk at ${url.host} did not answer (${error.cause?.code ?? error.name})`)
        })
        if (response.status !== 429 || attempt === TRIES)
          return { status: response.status, text: await response.text() }
        const seconds = Number(response.headers.get('retry-after')) || 1
        await wait(Math.min(seconds, LONGEST_WAIT_SECONDS) * 1000)
      }
    },
  }
}

function printReport({ exit, parties }) {
  const lines = parties.flatMap(({ party, receipts, changes, findings }) => [
    `${party}  ${receipts} receipts, ${changes} changes${findings.length === 0 ? ': agrees' : ''}`,
    ...findings.map(({ verdict, detail }) => `  ${verdict === 'lied' ? '✗ lied        ' : '? cannot tell '} ${detail}`),
  ])
  console.log([...lines, conclude(exit, parties)].join('\n'))
}

function conclude(exit, parties) {
  const receipts = parties.reduce((sum, party) => sum + party.receipts, 0)
  if (exit === 1) {
    const first = parties.flatMap(({ findings }) => findings).find(({ verdict }) => verdict === 'lied')
    return `The desk lied: ${first.detail}.`
  }
  if (exit === 2) return 'What is public agrees with the desk; the rest, public data cannot tell.'
  if (receipts === 0) return 'No history, and the desk says the same.'
  return 'Every row and every number follows from the receipts.'
}

const isHttp = (text) => /^https?:\/\//.test(text) && URL.canParse(text)
