/** Hosts that may be private, and spoken to by http. A port of null is any port. */
export type AllowedHosts = readonly { hostname: string; port: string | null }[]

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' }

/**
 * WEBHOOK_ALLOWED_HOSTS: `host` or `host:port`, with commas between; IPv6 in brackets. Throws an Error naming an entry that
 * is neither.
 */
export function parseAllowedHosts(text: string | undefined): AllowedHosts {
  const entries = (text ?? '').split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '').map(parseEntry)
}

/** Whether `text` can be read as a list of hosts. */
export function isHostList(text: string): boolean {
  try {
    parseAllowedHosts(text)
    return true
  } catch {
    return false
  }
}

/**
 * Whether the operator named the host of `url`. `written`: how it stands in the text; another spelling of an allowed address,
 * as 127.1, is not the one that was named.
 */
export function isAllowedHost(allowed: AllowedHosts, url: URL, written: string): boolean {
  if (written.toLowerCase() !== url.hostname) return false

  const port = url.port || DEFAULT_PORTS[url.protocol]
  return allowed.some((entry) => entry.hostname === url.hostname && (entry.port === null || entry.port === port))
}

/** The host of a URL without the dot that may end a full name. */
export function hostnameOf(url: URL): string {
  return url.hostname.replace(/\.$/, '')
}

function parseEntry(entry: string): AllowedHosts[number] {
  const [, host = '', port] = /^(\[[^\]]+\]|[^:/@?#\s\\]+)(?::(\d{1,5}))?$/.exec(entry) ?? []
  const url = host === '' ? null : URL.parse(`http://${host}/`)
  if (url === null || Number(port ?? 1) > 65_535) {
    throw new Error(`WEBHOOK_ALLOWED_HOSTS: ${entry} is not host or host:port`)
  }
  return { hostname: hostnameOf(url), port: port === undefined ? null : String(Number(port)) }
}
