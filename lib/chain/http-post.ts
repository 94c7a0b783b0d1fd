import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { Endpoint } from './endpoint'
import { isProviderFailure, ProviderFailure } from './provider-failure'

/** No answer we ask for comes near this; a block of a busy rollup is some hundred kB. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024

/**
 * Posts `body` and gives the answer's text. Every failure is a ProviderFailure. Follows no redirect: they are answers
 * other than 200. (node:http because the same call costs a third of fetch's time on one thread.)
 */
export async function postText(endpoint: Endpoint, body: string, timeoutMs: number): Promise<string> {
  try {
    return await attempt(endpoint, body, timeoutMs)
  } catch (error) {
    // A kept connection that the other side had just closed: nothing was served, and reads may be repeated.
    if (error === STALE_CONNECTION) return await attempt(endpoint, body, timeoutMs).catch(asFailure)
    return asFailure(error)
  }
}

const STALE_CONNECTION = Symbol('stale connection')

function asFailure(error: unknown): never {
  throw isProviderFailure(error) ? error : new ProviderFailure('network')
}

function attempt(endpoint: Endpoint, body: string, timeoutMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const { url, agent, headers } = endpoint
    const send = url.protocol === 'https:' ? requestHttps : requestHttp
    const request = send(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
    })

    const timer = setTimeout(() => fail(new ProviderFailure('timeout')), timeoutMs)
    const fail = (reason: unknown) => {
      clearTimeout(timer)
      reject(reason)
      request.destroy()
    }

    request.on('response', (response) => {
      readBody(response).then((text) => {
        clearTimeout(timer)
        resolve(text)
      }, fail)
    })
    request.on('error', () => fail(request.reusedSocket ? STALE_CONNECTION : new ProviderFailure('network')))
    request.end(body)
  })
}

async function readBody(response: IncomingMessage): Promise<string> {
  if (response.statusCode !== 200) throw new ProviderFailure('http', { status: response.statusCode ?? 0 })

  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) throw new ProviderFailure('too-large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks, bytes).toString('utf8')
}
