import { setMaxListeners } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { setSweepBeat } from '@/lib/desk/store'
import { log } from '@/lib/log'
import type { Sweep } from '@/lib/queue/sweep'
import { withRequestId } from '@/lib/request-scope'

/** Runs each sweep again and again, a little early or late so that several workers do not move in step. Returns how to stop. */
export function startSweeping(sweeps: readonly Sweep[]): () => Promise<void> {
  const stopping = new AbortController()
  // Each loop listens while it waits; Node takes more than ten listeners for a leak.
  setMaxListeners(sweeps.length, stopping.signal)
  const loops = sweeps.map((sweep) => keepSweeping(sweep, stopping.signal))
  return async () => {
    stopping.abort()
    await Promise.all(loops)
  }
}

async function keepSweeping(sweep: Sweep, signal: AbortSignal): Promise<void> {
  // Spread over the first interval, so that a start does not run them all at once.
  let wait = Math.random() * sweep.everySeconds
  for (;;) {
    const isOver = await sleep(wait * 1000, false, { signal, ref: false }).catch(() => true)
    if (isOver) return
    await runSweep(sweep)
    wait = sweep.everySeconds * (0.9 + Math.random() * 0.2)
  }
}

async function runSweep(sweep: Sweep): Promise<void> {
  const ctx = systemContext(`sweep ${sweep.name}`)
  const work = async () => {
    await sweep.run(ctx)
    await setSweepBeat(sqlOver(ctx.pool), sweep.name, sweep.everySeconds, currentTime())
  }
  await withRequestId(ctx.requestId, work, { sweep: sweep.name }).catch((err: unknown) =>
    log.warn({ err, sweep: sweep.name }, 'a sweep failed'),
  )
}
