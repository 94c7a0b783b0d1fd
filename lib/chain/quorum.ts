/** What one provider's answer says, as text to compare by, and who stands behind it. */
export type Vote = { host: string; key: string }

export type Verdict =
  /** `q` hosts say `key`, and no other `q` say or can still say something else. */
  | { state: 'agreed'; key: string; hosts: number }
  /** The answers still out can decide it. */
  | { state: 'open' }
  /** No answer stands: enough hosts answered, and differently. */
  | { state: 'disagreed' }
  /** No answer stands: fewer than `q` hosts answered. */
  | { state: 'too few' }

/**
 * Whether a reading stands (domain §2): when `q` providers on different hosts agree and no other `q` agree on something
 * else. Decided as soon as the hosts in `pending` cannot change it any more. Pure.
 */
export function judge(votes: readonly Vote[], pending: Iterable<string>, q: number): Verdict {
  const waiting = new Set(pending)
  const hostsByKey = groupHosts(votes)
  const reached = [...hostsByKey].filter(([, hosts]) => hosts.size >= q)
  const [winner, ...rivals] = reached

  if (rivals.length > 0) return { state: 'disagreed' }
  if (winner) {
    const [key, hosts] = winner
    return othersCanReach(hostsByKey, waiting, q, key) ? { state: 'open' } : { state: 'agreed', key, hosts: hosts.size }
  }
  if (othersCanReach(hostsByKey, waiting, q)) return { state: 'open' }
  return { state: new Set(votes.map(({ host }) => host)).size >= q ? 'disagreed' : 'too few' }
}

/** Whether, with every pending host on its side, a key other than `except` (perhaps one not seen yet) gets to `q`. */
function othersCanReach(
  hostsByKey: Map<string, Set<string>>,
  waiting: Set<string>,
  q: number,
  except?: string,
): boolean {
  if (waiting.size === 0) return false
  if (waiting.size >= q) return true
  return [...hostsByKey].some(([key, hosts]) => key !== except && sizeOfUnion(hosts, waiting) >= q)
}

function sizeOfUnion(a: Set<string>, b: Set<string>): number {
  return new Set([...a, ...b]).size
}

function groupHosts(votes: readonly Vote[]): Map<string, Set<string>> {
  const grouped = new Map<string, Set<string>>()
  for (const { host, key } of votes) grouped.set(key, (grouped.get(key) ?? new Set()).add(host))
  return grouped
}

/** How many different hosts stand behind these providers. */
export function countHosts(providers: readonly { host: string }[]): number {
  return new Set(providers.map(({ host }) => host)).size
}

/** What the hosts name, each host by its highest, highest first: at least n hosts know the n-th of them. Pure. */
export function sharedNumbers(named: readonly { host: string; number: number }[]): number[] {
  const highest = new Map<string, number>()
  for (const { host, number } of named) highest.set(host, Math.max(number, highest.get(host) ?? 0))
  return [...highest.values()].sort((a, b) => b - a)
}
