import { isIP } from 'node:net'
import { classify } from './address'
import { type AllowedHosts, hostnameOf, isAllowedHost } from './allowed-hosts'
import { MAX_URL_LENGTH } from './limits'

/** What a URL says by itself, before any name is looked up. */
export type ReadUrl =
  | { ok: true; url: URL; allowed: boolean; host: string; literal: boolean }
  | { ok: false; reason: string }

/**
 * Pure: parses as browsers do (WHATWG), so that 127.1, 0x7f000001 and 2130706433 are the address they stand for. https only,
 * or http to a host the operator allowed; no user or password; any port, since behind TLS to a public address a port is
 * nothing more to guard.
 */
export function readUrl(text: string, allowedHosts: AllowedHosts): ReadUrl {
  if (text.length > MAX_URL_LENGTH) return no(`A URL may have at most ${MAX_URL_LENGTH} characters.`)
  if (!/^https?:\/\/[^/\\]/i.test(text) || /[\s\p{C}\\]/u.test(text)) return no('Write the whole address: https://…')

  const url = URL.parse(text)
  if (url === null) return no('This is not a URL.')
  const [authority = ''] = text.slice(text.indexOf('//') + 2).split(/[/?#]/)
  if (authority.includes('@') || url.username !== '' || url.password !== '') {
    return no('Leave out the user name and password: the receiver knows us by the signature.')
  }

  const allowed = isAllowedHost(allowedHosts, url, authority.replace(/:\d*$/, ''))
  if (url.protocol !== 'https:' && !allowed) return no('Use https.')
  if (url.port === '0') return no('Nothing listens on port 0.')
  return allowed ? hostOf(url, true) : requirePublicHost(hostOf(url, false))
}

function hostOf(url: URL, allowed: boolean): Extract<ReadUrl, { ok: true }> {
  const host = hostnameOf(url).replace(/^\[(.*)\]$/, '$1')
  return { ok: true, url, allowed, host, literal: isIP(host) !== 0 }
}

function requirePublicHost(read: Extract<ReadUrl, { ok: true }>): ReadUrl {
  const { host, literal } = read
  if (literal) {
    const verdict = classify(host)
    return verdict.public ? read : no(`We send to public addresses only, and this is ${verdict.kind}.`)
  }
  if (host === 'localhost' || host.endsWith('.localhost'))
    return no('We send to public addresses only, not to localhost.')
  if (!host.includes('.') || host.endsWith('.'))
    return no('Write the whole name of the host, such as hooks.example.com.')
  return read
}

const no = (reason: string): ReadUrl => ({ ok: false, reason })
