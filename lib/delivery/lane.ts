import type { LaneEndpoint } from './endpoint-store'
import type { DueDelivery } from './store'

/** What is read ahead for one endpoint, in deliveries. */
const PAGE = 100

/** What one process has in hand for one endpoint: read ahead, being sent, or sent and not yet written down. */
export class Lane {
  readonly #queue: DueDelivery[] = []
  /** Every event in hand. None of them is taken from the database again. */
  readonly #inHand = new Set<string>()
  /** Settled while a page was being read, which may still show them as due. */
  readonly #settledMeanwhile = new Set<string>()
  #isReading = false

  /** Sends under way. */
  sending = 0
  /** Whether the endpoint gave no answer when it was last asked; to begin with, whether it has failed since its last success. */
  isSilent: boolean
  /** Whether this process has the endpoint's lock. */
  isLocked = true
  /** Whether it is sent to: this process has its lock, and it is ACTIVE. */
  isOpen = true
  /** Whether there may be more to read. */
  hasMore = true

  constructor(public endpoint: LaneEndpoint) {
    this.isSilent = endpoint.firstFailureAt !== null
  }

  get isEmpty(): boolean {
    return this.#inHand.size === 0
  }

  get queued(): number {
    return this.#queue.length
  }

  /** How many to ask for beside those in hand; 0: there is enough. */
  room(): number {
    if (!this.isOpen || !this.hasMore || this.#queue.length >= this.endpoint.concurrency) return 0
    return PAGE
  }

  /** Returns what is in hand, which is not to be read again. */
  beginReading(): string[] {
    this.#isReading = true
    return [...this.#inHand]
  }

  /** Takes what was read. */
  endReading(page: readonly DueDelivery[]): void {
    const fresh = this.isOpen ? page : []
    for (const { eventId } of fresh) this.#inHand.add(eventId)
    this.#queue.push(...fresh)
    this.hasMore = fresh.length > 0
    this.#isReading = false
    for (const eventId of this.#settledMeanwhile) this.#inHand.delete(eventId)
    this.#settledMeanwhile.clear()
  }

  next(): DueDelivery | undefined {
    return this.#queue.shift()
  }

  /** The delivery is written down, with what comes next for it. */
  settle(eventId: string): void {
    if (this.#isReading) this.#settledMeanwhile.add(eventId)
    else this.#inHand.delete(eventId)
  }

  /** Sends nothing more; what is being sent is still written down. */
  close(): void {
    this.isOpen = false
    for (const { eventId } of this.#queue.splice(0)) this.settle(eventId)
  }

  /** Sent to again, after its lock was lost or the endpoint was off. */
  reopen(): void {
    this.isLocked = true
    this.isOpen = true
    this.hasMore = true
  }
}
