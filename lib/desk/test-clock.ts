import { LOCAL_CHAIN, servedNetworks } from '@/lib/chain/networks'
import { chainProviders } from '@/lib/chain/providers'
import { currentTime, millisecondsAhead, setMillisecondsAhead } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { localTime, mineAt } from './local-time'
import { ensureClockTable, readSecondsAhead } from './test-clock-store'

/** How often a process looks whether the clock was put forward. */
const LOOK_MS = 200

/** Whether the clock may be put forward: asked for, and the local chain, whose time moves too, is the one chain. */
export function hasTestClock(): boolean {
  const { COUNTERSIGN_TEST_CLOCK, ANCHOR_CHAIN } = env()
  if (!COUNTERSIGN_TEST_CLOCK || ANCHOR_CHAIN !== LOCAL_CHAIN) return false
  return servedNetworks().every(({ chainId }) => chainId === LOCAL_CHAIN) && chainProviders(LOCAL_CHAIN).length > 0
}

/** How long until every process of this desk goes by a clock that was just put forward. */
export const HEARD_EVERYWHERE_MS = LOOK_MS + 100

/**
 * Takes over how far the desk's clock was put forward, and keeps looking, until the returned function is called. Without
 * a test clock it does nothing. Call it before anything asks for the time.
 */
export async function startTestClock(): Promise<() => void> {
  if (!hasTestClock()) return () => {}

  const { pool } = database()
  await ensureClockTable({ pool })
  const look = async () => setMillisecondsAhead((await readSecondsAhead(pool)) * 1000)
  await look()
  if (millisecondsAhead() > 0) await bringChainForward()

  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    look()
      .catch((err: unknown) => log.warn({ err }, 'how far the test clock is ahead could not be read'))
      .finally(() => {
        isLooking = false
      })
  }, LOOK_MS)
  log.warn({ ahead_seconds: millisecondsAhead() / 1000 }, 'this desk lets anybody put its clock forward')
  return () => clearInterval(timer)
}

/** A chain that was stopped goes on from its last block, and one that was lost begins with the system's time. */
async function bringChainForward(): Promise<void> {
  const [provider] = chainProviders(LOCAL_CHAIN)
  if (!provider) return
  const now = Math.floor(currentTime().getTime() / 1000)
  if ((await localTime(provider)) < now - 1) await mineAt(provider, now)
}
