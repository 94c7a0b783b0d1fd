import ipaddr from 'ipaddr.js'

export type Verdict = { public: true } | { public: false; kind: string }

/** Public by the books, and yet inside: Azure's platform service answers there. */
const METADATA = new Set(['168.63.129.16'])

/** All global unicast IPv6 lies in 2000::/3 (RFC 4291 and IANA's table); what is outside is not handed out. */
const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Pure: whether a packet to `address` leaves for the public internet. Only global unicast does. Addresses that carry another
 * one inside (IPv4-mapped, NAT64, 6to4, Teredo, ISATAP) do not, whatever they carry: who means the inner one can write it.
 */
export function classify(address: string): Verdict {
  if (!ipaddr.isValid(address)) return { public: false, kind: 'not an address' }

  const parsed = ipaddr.parse(address)
  const range = parsed.range()
  if (range !== 'unicast') return { public: false, kind: WORDS[range] ?? 'a reserved address' }
  if (METADATA.has(parsed.toString())) return { public: false, kind: 'a metadata address' }
  if (parsed instanceof ipaddr.IPv4) return { public: true }
  if (parsed.zoneId !== undefined || !parsed.match(GLOBAL_IPV6)) return { public: false, kind: 'a reserved address' }
  return isIsatap(parsed.parts) ? { public: false, kind: 'a translated address' } : { public: true }
}

/** RFC 5214: the last 64 bits are (0|200):5efe and an IPv4 address. */
function isIsatap(parts: readonly number[]): boolean {
  return parts[5] === 0x5efe && (parts[4] === 0 || parts[4] === 0x200)
}

const WORDS: Record<string, string> = {
  loopback: 'this machine itself',
  unspecified: 'this machine itself',
  private: 'a private address',
  uniqueLocal: 'a private address',
  deprecatedSiteLocal: 'a private address',
  carrierGradeNat: 'a private address',
  linkLocal: 'a link-local address',
  multicast: 'a multicast address',
  broadcast: 'a broadcast address',
  ipv4Mapped: 'a translated address',
  rfc6145: 'a translated address',
  rfc6052: 'a translated address',
  '6to4': 'a translated address',
  teredo: 'a translated address',
}
