import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'

/** Where a provider listens. Holds its key: never logged, never part of an error. */
export type Endpoint = {
  url: URL
  agent: HttpAgent | HttpsAgent
  headers: Record<string, string>
}

const KEEP_ALIVE = { keepAlive: true, maxSockets: 64, maxFreeSockets: 16, scheduling: 'lifo' } as const

/** Takes a provider's URL apart; user and password in it become a header. Throws without repeating the URL. */
export function toEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new Error('An RPC URL is not an http(s) URL.')

  const headers: Record<string, string> = { 'content-type': 'application/json', accept: 'application/json' }
  if (url.username || url.password) {
    const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
    headers.authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
    url.username = ''
    url.password = ''
  }

  return { url, headers, agent: url.protocol === 'https:' ? new HttpsAgent(KEEP_ALIVE) : new HttpAgent(KEEP_ALIVE) }
}

/**
 * Who stands behind a URL, for counting different providers: its host name. On this machine every port is a provider of
 * its own, and all spellings of the loopback address are one.
 */
export function hostOf(url: URL): string {
  const name = url.hostname.replace(/\.$/, '')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return isLoopback(name) ? `loopback:${port}` : name
}

function isLoopback(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d+){3}$/.test(name)
}
