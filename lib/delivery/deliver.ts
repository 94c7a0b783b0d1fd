import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { FAN_OUT_PAGE, fanOut } from './fan-out'
import { Line } from './line'
import { Pump } from './pump'
import { senders as everySender, type Senders } from './senders'

/** A committed event may be read once everything that began before it has ended: so a notice is followed up. */
const FOLLOW_UP_MS = [0, 50, 250] as const
/** Without any notice: one may have been lost. */
const POLL_MS = 1_000
/** For answers that are still coming when the process is to end. */
const GRACE_MS = 3_000

type Options = { pool?: pg.Pool; connectionString?: string; senders?: Senders; graceMs?: number }

/**
 * Has this process fan the log out and send what is due, until the returned function is called. Any number of processes may.
 * Postgres may go away and come back meanwhile.
 */
export function startDeliveries(options: Options = {}): () => Promise<void> {
  const {
    pool = database().pool,
    connectionString = env().DATABASE_DIRECT_URL ?? env().DATABASE_URL,
    senders = everySender,
    graceMs = GRACE_MS,
  } = options

  const fan = new Fan(pool, () => pump.wake())
  const line = new Line(connectionString, {
    onNews: () => fan.wake(),
    onDue: () => pump.wake(),
    onLost: () => pump.loseLocks(),
  })
  const pump = new Pump(pool, line, senders)
  pump.wake()

  return async () => {
    await fan.stop()
    await pump.stop(graceMs)
    await line.stop()
  }
}

/** Fans out whenever there is news, and every second. */
class Fan {
  readonly #stopping = new AbortController()
  #followUps: NodeJS.Timeout[] = []
  #running: Promise<void> | null = null
  #isCalled = false
  #limit = FAN_OUT_PAGE
  readonly #poll: NodeJS.Timeout

  constructor(
    private readonly pool: pg.Pool,
    private readonly onTaken: () => void,
  ) {
    this.#poll = setInterval(() => this.#run(), POLL_MS)
  }

  wake(): void {
    for (const timer of this.#followUps.splice(0)) clearTimeout(timer)
    this.#followUps = FOLLOW_UP_MS.map((ms) => setTimeout(() => this.#run(), ms))
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    clearInterval(this.#poll)
    for (const timer of this.#followUps.splice(0)) clearTimeout(timer)
    await this.#running
  }

  #run(): void {
    if (this.#stopping.signal.aborted) return
    if (this.#running) {
      this.#isCalled = true
      return
    }
    this.#running = this.#takeAll().finally(() => {
      this.#running = null
      if (!this.#isCalled) return
      this.#isCalled = false
      this.#run()
    })
  }

  async #takeAll(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      if ((await this.#take()) === 0) return
      this.onTaken()
    }
  }

  /** A page that cannot be written in one transaction's time (thousands of endpoints) is taken in smaller ones. */
  async #take(): Promise<number> {
    try {
      const taken = await fanOut({ pool: this.pool, now: currentTime() }, this.#limit)
      this.#limit = Math.min(this.#limit * 2, FAN_OUT_PAGE)
      return taken
    } catch (err) {
      log.warn({ err, events: this.#limit }, 'events could not be given to endpoints')
      this.#limit = Math.max(1, Math.floor(this.#limit / 2))
      await sleep(200, undefined, { signal: this.#stopping.signal }).catch(() => {})
      return 0
    }
  }
}
