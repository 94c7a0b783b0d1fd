type State = 'here' | 'lost'
type Listener = () => void

/** How often a desk that is gone is looked for: soon at first, then every ten seconds. */
const PAUSES_MS = [500, 1_000, 2_000, 4_000, 7_000, 10_000]

/**
 * Whether this window reaches its desk. Whoever notices that it does not says `lost()`; from then on it is looked for
 * until it answers, and whoever waits is told.
 */
function createConnection(probe: () => Promise<boolean>) {
  let state: State = 'here'
  let tries = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<Listener>()

  const change = (next: State) => {
    state = next
    for (const listener of listeners) listener()
  }
  const look = async () => {
    timer = undefined
    if (await probe().catch(() => false)) {
      tries = 0
      change('here')
      return
    }
    wait()
  }
  const wait = () => {
    timer = setTimeout(look, PAUSES_MS[Math.min(tries++, PAUSES_MS.length - 1)])
  }

  return {
    state: () => state,
    lost() {
      if (state === 'lost') return
      change('lost')
      wait()
    },
    /** Looks now instead of at the next turn, as when the browser says that it is back on a network. */
    lookNow() {
      if (state !== 'lost' || timer === undefined) return
      clearTimeout(timer)
      tries = 0
      void look()
    },
    subscribe(listener: Listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

async function askDesk(): Promise<boolean> {
  const answer = await fetch('/api/health/live', { cache: 'no-store', signal: AbortSignal.timeout(4_000) })
  return answer.ok
}

export const connection = createConnection(askDesk)
export { createConnection }
