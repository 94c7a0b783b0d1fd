import { randomBytes } from 'node:crypto'
import { isIP, isIPv4 } from 'node:net'
import { env } from '@/lib/env'
import { singleton } from '@/lib/singleton'

/** Carries the caller's address from `server/` to whatever serves the request. Its value is `<token> <address>`. */
export const CLIENT_HEADER = 'x-countersign-client'

/** Known to this process alone: a copy of the header sent by a client cannot carry it. */
export function clientToken(): string {
  return singleton('client-token', () => randomBytes(16).toString('hex'))
}

/**
 * Who is calling, for rate limits: an IPv4 address, an IPv6 /64 prefix, or 'unknown'. Believes the internal header
 * when it carries this process's token; without it (Next's own door) only X-Forwarded-For, and only with TRUST_PROXY.
 */
export function clientAddress(headers: Headers): string {
  const carried = headers.get(CLIENT_HEADER)
  const token = clientToken()
  if (carried?.startsWith(`${token} `)) return carried.slice(token.length + 1)

  return addressFrom(undefined, headers.get('x-forwarded-for'), env().TRUST_PROXY)
}

/**
 * Pure: the caller's address seen through `trusted` proxies. Each appends its peer to X-Forwarded-For, so the caller
 * stands `trusted` places from the right; what is further left was written by the caller.
 */
export function addressFrom(
  socketAddress: string | undefined,
  forwardedFor: string | null | undefined,
  trusted: number,
): string {
  if (trusted === 0) return toNetwork(socketAddress ?? '')

  const hops = (forwardedFor ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter(Boolean)
  return toNetwork(hops[Math.max(0, hops.length - trusted)] ?? socketAddress ?? '')
}

/** Pure: IPv4 as it is (also when mapped into IPv6), IPv6 as its /64, anything else 'unknown'. */
export function toNetwork(address: string): string {
  const bare = address
    .replace(/^\[(.*)\](?::\d+)?$/, '$1')
    .replace(/%.*$/, '')
    .toLowerCase()
  if (isIPv4(bare)) return bare

  const mapped = /^(?:0*:)*:?ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1]
  if (mapped && isIPv4(mapped)) return mapped
  if (isIP(bare) !== 6) return withoutPort(bare)

  const groups = expand(bare)
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** Some proxies write `1.2.3.4:56789`. */
function withoutPort(address: string): string {
  const host = address.replace(/:\d+$/, '')
  return isIPv4(host) ? host : 'unknown'
}

function expand(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(missing).fill('0'), ...right].map((group) => group.replace(/^0+(?=.)/, ''))
}
