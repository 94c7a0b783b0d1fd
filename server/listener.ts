import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ALIASES } from '@/lib/http/aliases'
import { addressFrom, CLIENT_HEADER, clientToken, toNetwork } from '@/lib/http/client-address'

type Doors = { api: RequestListener; pages: RequestListener; trustProxy: number }

const REPEATED_SLASHES = /\/\/|\\/
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i

/** One listener for everything: tells who calls, brings the path into one form, and opens the right door. */
export function createListener({ api, pages, trustProxy }: Doors): RequestListener {
  const token = clientToken()
  return (request, response) => {
    nameClient(request, token, trustProxy)
    if (DOT_SEGMENT.test(pathOf(request.url))) request.url = withoutDots(request.url ?? '/')

    const path = pathOf(request.url)
    if (!isApi(path)) return pages(request, response)
    if (REPEATED_SLASHES.test(path)) return redirect(request, response, path)
    return api(request, response)
  }
}

/** Whether `server/` answers this path itself; sign-in belongs to Next's own handler. */
export function isApi(path: string): boolean {
  if (path.startsWith('/api/auth/') || path === '/api/auth') return false
  if (path.startsWith('/api/') || path === '/api') return true
  return Object.hasOwn(ALIASES, path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path)
}

/** Replaces whatever the client sent under the internal header's name by what the socket and trusted proxies say. */
function nameClient(request: IncomingMessage, token: string, trustProxy: number): void {
  if (request.headers[CLIENT_HEADER] !== undefined) {
    request.rawHeaders = withoutHeader(request.rawHeaders, CLIENT_HEADER)
  }
  const value = `${token} ${trustProxy === 0 ? addressOf(request.socket) : forwardedAddress(request, trustProxy)}`

  request.headers[CLIENT_HEADER] = value
  request.rawHeaders.push(CLIENT_HEADER, value)
}

const addresses = new WeakMap<Socket, string>()

/** A connection keeps its peer, so that is worked out once. */
function addressOf(socket: Socket): string {
  let address = addresses.get(socket)
  if (address === undefined) {
    address = toNetwork(socket.remoteAddress ?? '')
    addresses.set(socket, address)
  }
  return address
}

function forwardedAddress(request: IncomingMessage, trustProxy: number): string {
  const forwarded = request.headers['x-forwarded-for']
  const chain = Array.isArray(forwarded) ? forwarded.join(',') : forwarded
  return addressFrom(request.socket.remoteAddress, chain, trustProxy)
}

function withoutHeader(raw: string[], name: string): string[] {
  const kept: string[] = []
  for (let i = 0; i < raw.length; i += 2) {
    if (raw[i]?.toLowerCase() !== name) kept.push(raw[i] ?? '', raw[i + 1] ?? '')
  }
  return kept
}

function pathOf(url = '/'): string {
  const search = url.indexOf('?')
  const path = search === -1 ? url : url.slice(0, search)
  // Proxies may send the absolute form.
  return path.startsWith('/') ? path : path.replace(/^https?:\/\/[^/]*/i, '')
}

function withoutDots(url: string): string {
  const { pathname, search } = new URL(url, 'http://desk')
  return pathname + search
}

/** As Next does it, so that both doors agree. */
function redirect(request: IncomingMessage, response: ServerResponse, path: string): void {
  const search = (request.url ?? '').slice((request.url ?? '').indexOf(path) + path.length)
  const location = path.replace(/\\/g, '/').replace(/\/\/+/g, '/') + search
  response.writeHead(308, { location }).end(location)
}
