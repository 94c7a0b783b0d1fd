import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 30_000
/** The desk says something every 15 s, if only that it is there. */
const SILENCE_MS = 45_000

/** What waiting does not mend. */
export class Refused extends Error {}

/**
 * Follows the events of a desk for ever: from `position` on or from now, and after every break from where it was.
 *
 * @param {object} options
 * @param {string} options.desk its origin
 * @param {string} options.key
 * @param {string | null} options.position as the stream gave it out
 * @param {AbortSignal} options.signal ends it
 * @param {(message: { position: string, event: any | null }) => Promise<void>} options.onMessage event: null for a mere place
 * @param {(line: string) => void} options.say
 */
export async function followEvents({ desk, key, position, signal, onMessage, say }) {
  let pause = FIRST_PAUSE_MS
  while (!signal.aborted) {
    const why = await followOnce({
      desk,
      key,
      position,
      signal,
      onOpen: () => {
        say(`Listening to ${desk}.`)
      },
      onMessage: async (message) => {
        await onMessage(message)
        position = message.position
        pause = FIRST_PAUSE_MS
      },
    })
    if (signal.aborted) return
    const wait = why.retryAfterMs ?? pause
    say(`${why.text} Trying again in ${Math.ceil(wait / 1000)} s.`)
    await sleep(wait, undefined, { signal }).catch(() => {})
    pause = Math.min(pause * 2, LONGEST_PAUSE_MS)
  }
}

/** One line, until it breaks: answers why it did. Throws what a hook's side throws, and Refused. */
async function followOnce({ desk, key, position, signal, onOpen, onMessage }) {
  const line = new AbortController()
  const watch = watchSilence(line)
  const response = await fetch(new URL('/api/v1/events/stream', desk), {
    headers: {
      authorization: `Bearer ${key}`,
      accept: 'text/event-stream',
      ...(position === null ? {} : { 'last-event-id': position }),
    },
    redirect: 'manual',
    signal: AbortSignal.any([signal, line.signal]),
  }).catch((error) => error)

  try {
    if (!(response instanceof Response)) return { text: `${desk} does not answer (${reasonOf(response)}).` }
    if (response.status !== 200) return await readRefusal(desk, response)
    if (!isStream(response)) throw new Refused(`${desk} is no Countersign desk: its /api/v1/events/stream is none.`)

    onOpen()
    await readMessages(response.body, watch, onMessage)
    return { text: `${desk} ended the line.` }
  } finally {
    watch.stop()
    line.abort()
  }
}

const isStream = (response) => response.headers.get('content-type')?.startsWith('text/event-stream')

/** Some of it passes; what does not is thrown. */
async function readRefusal(desk, response) {
  const { status, headers } = response
  const problem = await response.json().catch(() => ({}))
  const detail = problem.detail ?? `It answers ${status}.`
  if (status === 401) throw new Refused(`${desk} does not know this key. ${detail}`)
  if (status === 403) throw new Refused(`This key may not read events; it needs the scope events:read. ${detail}`)
  if (status >= 300 && status < 400)
    throw new Refused(`${desk} leads to ${headers.get('location')}: name that with --desk.`)
  if (status < 500 && status !== 429) throw new Refused(`${desk} refuses to be listened to. ${detail}`)

  const seconds = Number(headers.get('retry-after'))
  return {
    text: `${desk} cannot now: ${detail}`,
    ...(seconds > 0 ? { retryAfterMs: Math.min(seconds, 3600) * 1000 } : {}),
  }
}

/** Resolves at its end, or when it is cut off; the desk is asked again either way. */
async function readMessages(body, watch, onMessage) {
  const decoder = new TextDecoder()
  const reader = body.getReader()
  let text = ''
  for (;;) {
    watch.begin()
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }))
    watch.stop()
    if (done) return

    const parts = (text + decoder.decode(value, { stream: true })).split('\n\n')
    text = parts.pop() ?? ''
    for (const message of parts.map(toMessage)) if (message) await onMessage(message)
  }
}

/** Null for comments, which only keep the line open. */
function toMessage(text) {
  const field = (name) =>
    text
      .split('\n')
      .filter((line) => line.startsWith(`${name}:`))
      .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
      .join('\n')
  const position = field('id')
  if (!position) return null
  const data = field('data')
  return { position, event: data ? JSON.parse(data) : null }
}

/** A line that says nothing for long is dead, though nobody has closed it. Our own work is no silence. */
function watchSilence(line) {
  let timer = /** @type {NodeJS.Timeout | undefined} */ (undefined)
  const stop = () => clearTimeout(timer)
  const begin = () => {
    stop()
    timer = setTimeout(() => line.abort(), SILENCE_MS)
  }
  begin()
  return { begin, stop }
}

/** What went wrong below fetch, in a word. @param {any} error */
export function reasonOf(error) {
  if (error.name === 'TimeoutError') return 'too late'
  return error.cause?.code ?? error.cause?.message ?? error.message
}
