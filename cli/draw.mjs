import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { readyProof } from './build-proof.mjs'
import { printLinks } from './print-report.mjs'
import { withoutControls } from './without-controls.mjs'

const CANNOT_TELL = 2

/**
 * `countersign draw`: draws the committee of a task's receipt again, from what the desk tells anybody, and says seat by seat
 * whether it told the truth. Answers the exit code. `refuse(why)` is for wrong usage.
 */
export async function draw(args, refuse) {
  const asked = readArguments(args)
  if (asked.refused) return refuse(asked.refused)

  try {
    const proof = await import(pathToFileURL(await readyProof()).href)
    const chains = await Promise.all(asked.rpc.map((url) => openNode(proof, url)))
    const found = await proof.repeatPublicDraw(asked.id, (path) => askDesk(asked.desk, path), chains)
    if (asked.json) console.log(JSON.stringify(found, null, 2))
    else printDraw(withoutControls(found))
    return found.exit
  } catch (error) {
    console.error(`Cannot tell: ${withoutControls(error.message)}`)
    return CANNOT_TELL
  }
}

function readArguments(args) {
  const options = {
    rpc: { type: 'string', multiple: true, default: [] },
    desk: { type: 'string', default: 'http://localhost:3000' },
    json: { type: 'boolean', default: false },
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true })
    const [id, ...more] = positionals
    if (more.length > 0 || !/^0x[0-9a-f]{64}$/.test(id ?? '')) return { refused: 'Name one receipt by its id, 0x…' }
    if (!isHttp(values.desk)) return { refused: '--desk takes an origin such as https://desk.example.' }
    if (!values.rpc.every(isHttp)) return { refused: '--rpc takes a URL that starts with http:// or https://.' }
    return { id, ...values }
  } catch (error) {
    return { refused: error.message }
  }
}

function openNode(proof, url) {
  return proof.httpReader(url).catch(() => {
    throw new Error(`the node at ${new URL(url).host} did not answer`)
  })
}

/** As anybody: without a key, and without following the desk anywhere else. */
async function askDesk(desk, path) {
  const url = new URL(`/api/v1/${path}`, desk)
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(20_000) }).catch(() => {
    throw new Error(`${url.host} did not answer`)
  })
  if (response.ok) return response.json()
  throw new Error(`${url.host} answers ${response.status} to ${url.pathname}`)
}

function printDraw({ rounds, links, exit }) {
  for (const { told, seats } of rounds) {
    console.log(
      `Round ${told.round} (${told.kind}): ${told.k} of ${told.m}, roster ${told.roster}, block ${told.block_number}`,
    )
    for (const [index, seat] of seats.entries())
      console.log(`  ${seat.holds ? '✓' : '✗'} seat ${index + 1}  ${saySeat(seat)}`)
    console.log()
  }
  printLinks(links)
  console.log(`\n${SAYS[exit]}`)
}

const SAYS = [
  'The desk told the truth, as far as anybody can compute it.',
  'The desk did not tell the truth: see what is broken.',
  'It cannot be told here whether the desk told the truth.',
]

function saySeat({ told, drawn, holds }) {
  const say = (seat) => (seat ? `${seat.member} by attempt ${seat.attempt}` : 'nobody')
  return holds ? say(told) : `the desk says ${say(told)}; the draw gives ${say(drawn)}`
}

const isHttp = (text) => /^https?:\/\//.test(text) && URL.canParse(text)
