import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { singleton } from '@/lib/singleton'

/** A connection waits so long for the next call. */
const IDLE_MS = 4_000
/** Idle connections kept to one address, and addresses they are kept to. */
const MAX_IDLE_EACH = 50
const MAX_IDLE_ADDRESSES = 500

/**
 * Connections are kept by the address they go to and the name that TLS checked, since both are in the request: one is never
 * used again for a host that has moved.
 */
export function agents(): { http: HttpAgent; https: HttpsAgent } {
  return singleton('outbound-agents', () => {
    const options = { keepAlive: true, maxFreeSockets: MAX_IDLE_EACH, timeout: IDLE_MS }
    return { http: bounded(new HttpAgent(options)), https: bounded(new HttpsAgent(options)) }
  })
}

type Keeper = HttpAgent & { keepSocketAlive(socket: unknown): boolean }

function bounded<A extends HttpAgent>(agent: A): A {
  const keeper = agent as A & Keeper
  const keep = keeper.keepSocketAlive.bind(keeper)
  keeper.keepSocketAlive = (socket) => Object.keys(keeper.freeSockets).length < MAX_IDLE_ADDRESSES && keep(socket)
  return agent
}
