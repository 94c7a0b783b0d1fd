import type { Resolve } from './resolve'

const MAX_NAMES = 1_000

/**
 * `resolve` that asks again only after `ms`: for sending many in a row. What it remembers is judged anew and pinned each time,
 * so a name that moved inside is called where it was until then, and refused after.
 */
export function remembering(resolve: Resolve, ms: number): Resolve {
  const known = new Map<string, { until: number; addresses: Promise<string[]> }>()

  return (name, options) => {
    const key = `${options.local} ${name}`
    const found = known.get(key)
    if (found && found.until > performance.now()) return found.addresses

    if (known.size >= MAX_NAMES) known.clear()
    const addresses = resolve(name, options)
    known.set(key, { until: performance.now() + ms, addresses })
    addresses.catch(() => known.delete(key))
    return addresses
  }
}
