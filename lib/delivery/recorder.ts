import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { currentTime } from '@/lib/clock'
import { log } from '@/lib/log'
import type { Result } from './health'
import { type Recorded, recordResults } from './record'

/** What one transaction carries. */
const BATCH = 500
const RETRY_MS = 500

type Hooks = {
  /** Their place in the database is final: written, or overtaken. */
  onSettled(results: readonly Result[]): void
  onRecorded(recorded: Recorded): void
}

/**
 * Writes results as they come: while one transaction is under way the next batch gathers, so one at a time is as quick as a
 * single try asks and as large as many do. While Postgres is away they wait here.
 */
export class Recorder {
  #waiting: Result[] = []
  #writing: Promise<void> | null = null
  #isStopped = false

  constructor(
    private readonly pool: pg.Pool,
    private readonly hooks: Hooks,
  ) {}

  /** How many are not written yet. */
  get backlog(): number {
    return this.#waiting.length
  }

  add(result: Result): void {
    this.#waiting.push(result)
    this.#begin()
  }

  /** Resolves when all that was added is written. */
  async drain(): Promise<void> {
    while (this.#writing) await this.#writing
  }

  /** Gives up what cannot be written; it will be tried again by whoever serves the endpoint next. */
  abandon(): void {
    this.#isStopped = true
  }

  #begin(): void {
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null
      // What came after the last look would wait for the next result, if there ever is one.
      if (this.#waiting.length > 0 && !this.#isStopped) this.#begin()
    })
  }

  async #writeAll(): Promise<void> {
    // What was answered in the same turn goes together.
    await new Promise(setImmediate)
    while (this.#waiting.length > 0 && !this.#isStopped) {
      const batch = this.#waiting.slice(0, BATCH)
      const isWritten = await this.#write(batch)
      if (isWritten) this.#waiting.splice(0, batch.length)
      else await sleep(RETRY_MS)
    }
  }

  /** False: to be tried again. */
  async #write(batch: readonly Result[]): Promise<boolean> {
    try {
      this.hooks.onRecorded(await recordResults({ pool: this.pool, now: currentTime() }, batch))
      this.hooks.onSettled(batch)
      return true
    } catch (err) {
      log.warn({ err, results: batch.length }, 'results of deliveries could not be written')
      if (!isBadData(err)) return false
      if (batch.length > 1) await this.#writeSingly(batch)
      // One that Postgres will never take is not settled: it stays in hand, and is not sent again by this process.
      return true
    }
  }

  async #writeSingly(batch: readonly Result[]): Promise<void> {
    for (const result of batch) {
      while (!this.#isStopped && !(await this.#write([result]))) await sleep(RETRY_MS)
    }
  }
}

/** SQLSTATE classes 22 and 23: the data, not the database, is at fault. */
function isBadData(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^2[23]/.test(code)
}
