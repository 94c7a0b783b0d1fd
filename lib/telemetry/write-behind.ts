import { log } from '@/lib/log'

/** No longer than this stays in memory what is to be written, while the database answers. */
const DELAY_MS = 400
const RETRY_MS = 2_000

/**
 * Writes in the background what was collected since the last time: `soon()` costs next to nothing and never throws, and
 * there is one write at a time. `write` throws when it could not write and keeps what it has; it is called again.
 */
export class WriteBehind {
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isAskedAgain = false
  #isFailing = false

  constructor(
    private readonly name: string,
    private readonly write: () => Promise<void>,
  ) {}

  /** Something is there to be written. */
  soon(): void {
    if (this.#running) this.#isAskedAgain = true
    else if (!this.#timer) this.#arm(DELAY_MS)
  }

  /** Writes what is there now. Never throws. */
  async flush(): Promise<void> {
    while (this.#running) await this.#running
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#run()
  }

  #arm(ms: number): void {
    // A process that is done does not wait for it: whoever stops one flushes.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined
      void this.#run()
    }, ms).unref()
  }

  async #run(): Promise<void> {
    this.#isAskedAgain = false
    this.#running = this.#attempt()
    await this.#running
    this.#running = undefined
    if (this.#isAskedAgain) this.#arm(DELAY_MS)
  }

  async #attempt(): Promise<void> {
    try {
      await this.write()
      this.#isFailing = false
    } catch (err) {
      // Said once, not every two seconds for as long as the database is away.
      if (!this.#isFailing) log.warn({ err, writing: this.name }, 'could not be written yet')
      this.#isFailing = true
      this.#arm(RETRY_MS)
    }
  }
}
