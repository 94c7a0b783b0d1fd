import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { singleton } from '@/lib/singleton'
import { classify } from './address'
import { type AllowedHosts, parseAllowedHosts } from './allowed-hosts'
import { readUrl } from './read-url'
import { type Resolve, resolveName } from './resolve'

/** How this desk judges: who looks names up, and which hosts its operator allowed. `ca`: for receivers in tests. */
export type Guard = { resolve: Resolve; allowed: AllowedHosts; ca?: string }

/** A URL with the addresses it was checked to have. A connection goes to one of them and looks no name up again. */
export type SafeTarget = { url: URL; host: string; addresses: readonly string[]; ca?: string }

export type Finding =
  | { kind: 'safe'; target: SafeTarget }
  /** It may not be connected to. */
  | { kind: 'unsafe'; reason: string }
  /** Its name has no address now. */
  | { kind: 'unknown'; reason: string }

/** The guard of this process: the environment's allow-list, the machine's name servers. */
export function deskGuard(): Guard {
  return singleton('outbound-guard', () => ({
    resolve: resolveName,
    allowed: parseAllowedHosts(env().WEBHOOK_ALLOWED_HOSTS),
  }))
}

/**
 * Refuses a URL we may not send to: E6001 with a sentence. A name without an address is none of these: it may get one, and is
 * judged again when something is sent.
 */
export async function checkUrl(text: string, guard: Guard = deskGuard()): Promise<void> {
  const found = await findTarget(text, guard)
  if (found.kind !== 'unsafe') return
  throw new AppError('E6001', found.reason, { fields: [{ path: 'url', message: found.reason }] })
}

/**
 * Where a connection for a URL may go now. Every address of the name must be public, since any of them may be the one that is
 * called.
 */
export async function findTarget(text: string, guard: Guard): Promise<Finding> {
  const read = readUrl(text, guard.allowed)
  if (!read.ok) return { kind: 'unsafe', reason: read.reason }

  const { url, host, allowed, literal } = read
  const target = (addresses: string[]): Finding => ({ kind: 'safe', target: { url, host, addresses, ca: guard.ca } })
  if (literal) return target([host])

  const addresses = await guard.resolve(host, { local: allowed }).catch(() => [])
  if (addresses.length === 0) return { kind: 'unknown', reason: `The name ${host} has no address that we can find.` }

  const inside = allowed ? undefined : addresses.find((address) => !classify(address).public)
  if (inside === undefined) return target(addresses)
  return { kind: 'unsafe', reason: `We send to public addresses only, and the name ${host} leads elsewhere.` }
}
