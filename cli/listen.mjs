import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { followEvents } from './follow-events.mjs'
import { forwardEvent } from './forward-event.mjs'
import { withoutControls } from './without-controls.mjs'

const REFUSED = 1
const CANNOT_READ = 2
const DEFAULT_DESK = 'http://localhost:3000'
const HOOK_PAUSE_MS = 1_000

/** What the files say is no use: they cannot be read, or hold something else. */
class CannotRead extends Error {}

/**
 * `countersign listen`: hands the events of a desk to a hook on this machine as they happen, as webhooks would come.
 * Until Ctrl-C. `refuse(why)` is for wrong usage.
 */
export async function listen(args, refuse) {
  const asked = readArguments(args)
  if (asked.refused) return refuse(asked.refused)

  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end.abort())
  try {
    await forwardAll(asked, end.signal)
    say('Ended.')
    return 0
  } catch (error) {
    console.error(withoutControls(error.message))
    return error instanceof CannotRead ? CANNOT_READ : REFUSED
  }
}

async function forwardAll({ forward, desk, types, secret, resume, keyFile }, signal) {
  const key = readKey(keyFile)
  const place = openPlace(resume, desk)
  const signing = secret ?? `whsec_${randomBytes(32).toString('base64')}`
  if (!secret) say(`Signed with ${signing}`)

  const post = (event) => postUntilThere({ url: forward, secret: signing, event, signal })
  await followEvents({
    desk,
    key,
    position: place.position,
    signal,
    say,
    onMessage: async ({ position, event }) => {
      if (event && types.some((type) => isOfType(event.type, type))) await post(event)
      if (!signal.aborted) place.keep(position)
    },
  })
}

/** A hook that is not there yet is waited for; whatever it answers, the next event comes after. */
async function postUntilThere({ url, secret, event, signal }) {
  for (let said = false; !signal.aborted; said = true) {
    const answer = await forwardEvent({ url, secret, event, signal })
    if (signal.aborted) return
    if (!answer.isAway) {
      say(`${event.type}  ${event.subject}  ${answer.status ?? `no answer (${answer.reason})`}  ${answer.ms} ms`)
      return
    }
    if (!said) say(`${event.type}  ${event.subject}  ${url} is not there (${answer.reason}). Waiting for it.`)
    await sleep(HOOK_PAUSE_MS, undefined, { signal }).catch(() => {})
  }
}

function readArguments(args) {
  const options = {
    forward: { type: 'string' },
    desk: { type: 'string', default: DEFAULT_DESK },
    'key-file': { type: 'string' },
    types: { type: 'string', default: '*' },
    secret: { type: 'string' },
    resume: { type: 'string' },
  }
  try {
    const { values } = parseArgs({ args, options })
    const { forward = '', desk, types, secret, resume, 'key-file': keyFile } = values
    if (!isHttp(forward))
      return { refused: '--forward takes the URL of your hook, such as http://localhost:4000/hook.' }
    if (!isHttp(desk)) return { refused: '--desk takes the origin of a desk, such as https://desk.example.' }

    const named = types.split(',').map((type) => type.trim())
    const odd = named.find((type) => !TYPE_FILTER.test(type))
    if (odd !== undefined)
      return { refused: `--types takes types such as challenge.locked or challenge.*, not “${odd}”.` }
    if (secret !== undefined && !isSecret(secret))
      return { refused: '--secret takes whsec_ and 24 to 64 bytes in base64.' }
    return { forward, desk: new URL(desk).origin, types: named, secret, resume, keyFile }
  } catch (error) {
    return { refused: error.message }
  }
}

/** A key comes from a file or the environment, never from an argument others can see. */
function readKey(file) {
  const key = (file ? readText(file) : (process.env.COUNTERSIGN_KEY ?? '')).trim()
  if (/^cs[kt]_[\w-]+$/.test(key)) return key
  // Another command takes a wallet's key from the same variable: it must not be sent anywhere.
  const found = key === '' ? 'There is none' : 'What is there is none'
  throw new CannotRead(`An API key is needed (csk_…), from COUNTERSIGN_KEY or --key-file. ${found}.`)
}

/** Where the stream stands, kept in a file where one is named. A place of another desk's stream means nothing here. */
function openPlace(file, desk) {
  if (!file) return { position: null, keep: () => {} }

  const kept = existsSync(file) ? parsePlace(file) : null
  if (kept && kept.desk !== desk) throw new CannotRead(`${file} was kept with ${kept.desk}. Name another file.`)
  const keep = (position) => {
    try {
      writeFileSync(`${file}.new`, `${JSON.stringify({ desk, position })}\n`)
      renameSync(`${file}.new`, file)
    } catch (error) {
      throw new CannotRead(`${file} cannot be written (${error.code}).`)
    }
  }
  return { position: kept?.position ?? null, keep }
}

function parsePlace(file) {
  const text = readText(file)
  try {
    const { desk, position } = JSON.parse(text)
    if (typeof desk === 'string' && /^\d+:[0-9a-f-]{36}$/.test(position)) return { desk, position }
  } catch {}
  throw new CannotRead(`${file} holds no place to go on from. Remove it to begin now.`)
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new CannotRead(`${file} cannot be read (${error.code}).`)
  }
}

const TYPE_FILTER = /^(\*|[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(\.\*)?)$/
const isOfType = (type, filter) =>
  filter === '*' || filter === type || (filter.endsWith('.*') && type.startsWith(filter.slice(0, -1)))
const isHttp = (text) => /^https?:\/\//.test(text) && URL.canParse(text)

function isSecret(text) {
  const bytes = Buffer.from(text.replace(/^whsec_/, ''), 'base64')
  return /^whsec_[A-Za-z0-9+/]+=*$/.test(text) && bytes.length >= 24 && bytes.length <= 64
}

const say = (line) => console.log(`${new Date().toISOString().slice(11, 19)}  ${withoutControls(line)}`)
