import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { agents } from './agents'
import type { SafeTarget } from './check-url'
import { readStart } from './read-start'
import { CallTimeout, isClosed, isUnreachable, sayFailure } from './say-failure'

export type Post = { headers: Record<string, string>; body: Uint8Array; timeoutMs: number }

export type Posted =
  | { kind: 'answered'; status: number; text: string; retryAfter: string | null }
  /** `reason`: a word and a sentence, as `sayFailure` gives them. */
  | { kind: 'failed'; reason: string }

const MAX_ADDRESSES = 4
/** While there is another address to try. */
const CONNECT_MS = 4_000

/**
 * Posts to a checked target, in `timeoutMs` altogether. The connection goes to one of its checked addresses and nowhere else;
 * TLS is checked for the name. Redirects are answers like any other. Never rejects.
 */
export async function postTo(target: SafeTarget, post: Post): Promise<Posted> {
  const deadline = performance.now() + post.timeoutMs
  const addresses = inOrder(target.addresses)

  for (const [i, address] of addresses.entries()) {
    const isLast = i === addresses.length - 1
    try {
      return await attemptTwice({ target, address, post, deadline, connectMs: isLast ? null : CONNECT_MS })
    } catch (error) {
      if (isLast || !isUnreachable(error)) return { kind: 'failed', reason: sayFailure(error) }
    }
  }
  return { kind: 'failed', reason: 'NAME_NOT_FOUND: The host has no address.' }
}

/** IPv4 first: it is what nearly every machine has a way to. */
function inOrder(addresses: readonly string[]): string[] {
  return [...addresses].sort((a, b) => isIP(a) - isIP(b)).slice(0, MAX_ADDRESSES)
}

type Attempt = { target: SafeTarget; address: string; post: Post; deadline: number; connectMs: number | null }

/** A kept connection may just have been closed by the other side: then once more on a new one. */
async function attemptTwice(attempt: Attempt): Promise<Posted> {
  const first = open(attempt, true)
  try {
    return await answerOf(first, attempt)
  } catch (error) {
    if (!first.reusedSocket || !isClosed(error)) throw error
    return await answerOf(open(attempt, false), attempt)
  }
}

function open({ target, address, post }: Attempt, reuse: boolean): ClientRequest {
  const { url, host, ca } = target
  const options = {
    method: 'POST',
    host: address,
    port: url.port || undefined,
    path: `${url.pathname}${url.search}`,
    headers: { ...post.headers, host: url.host, 'content-length': post.body.byteLength },
    setHost: false,
  }
  if (url.protocol === 'http:') return requestHttp({ ...options, agent: reuse ? agents().http : false })

  const servername = isIP(host) === 0 ? host : ''
  const tls = { servername, rejectUnauthorized: true, ...(ca === undefined ? {} : { ca }) }
  return requestHttps({ ...options, ...tls, agent: reuse ? agents().https : false })
}

function answerOf(request: ClientRequest, { post, deadline, connectMs }: Attempt): Promise<Posted> {
  return new Promise((resolve, reject) => {
    const giveUp = (code: CallTimeout['code']) => request.destroy(new CallTimeout(code))
    const timers = [setTimeout(giveUp, Math.max(0, deadline - performance.now()), 'TIMEOUT')]
    const done = () => timers.forEach(clearTimeout)
    let isAnswered = false

    request.on('socket', (socket) => {
      if (connectMs === null || !socket.connecting) return
      const timer = setTimeout(giveUp, connectMs, 'CONNECT_TIMEOUT')
      timers.push(timer)
      socket.once('connect', () => clearTimeout(timer))
    })
    request.on('response', (response) => {
      isAnswered = true
      done()
      resolve(toPosted(response))
    })
    request.on('error', reject)
    // Also after the answer: then there is nothing to say, and an Error costs as much as the rest of the call.
    request.on('close', () => {
      done()
      if (isAnswered) return
      reject(Object.assign(new Error('Closed'), { code: 'ECONNRESET' }))
    })
    request.end(post.body)
  })
}

async function toPosted(response: IncomingMessage): Promise<Posted> {
  const { statusCode = 0, headers } = response
  return {
    kind: 'answered',
    status: statusCode,
    text: await readStart(response),
    retryAfter: headers['retry-after'] ?? null,
  }
}
