import { lookup, Resolver } from 'node:dns/promises'
import { askHostsFile } from './hosts-file'

/** Gives every address of a name. `local`: by every way this machine has, as for its own names. Rejects when there are none. */
export type Resolve = (name: string, options: { local: boolean }) => Promise<string[]>

const TIMEOUT_MS = 5_000

/**
 * Names go to the name servers by Node's own client: the system's would have a slow server hold one of the four threads that
 * everything else needs. Those the operator allowed may be of a kind that only the system knows, so it is asked.
 */
export const resolveName: Resolve = (name, { local }) => within(TIMEOUT_MS, local ? askSystem(name) : askServers(name))

async function askSystem(name: string): Promise<string[]> {
  const found = await lookup(name, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}

async function askServers(name: string): Promise<string[]> {
  const own = await askHostsFile(name)
  if (own.length > 0) return own

  const resolver = new Resolver({ timeout: 1_500, tries: 2 })
  const [v4, v6] = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
  const addresses = [v4, v6].flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  if (addresses.length > 0) return addresses
  throw v4.status === 'rejected' ? v4.reason : new Error('No address')
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The name servers did not answer')), ms)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
