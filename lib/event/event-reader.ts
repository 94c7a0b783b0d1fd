import { toJson } from '@/lib/http/json'
import { log } from '@/lib/log'
import { positionOf, toEvent } from './event-row'
import { formatPosition, type Position } from './position'
import type { EventRow } from './store'

/** Where a stream gets its events from, and whether its caller may still have them. */
export type EventSource = {
  /** Up to a page of what comes after `position`. */
  read(position: Position): Promise<EventRow[]>
  isAllowed(): Promise<boolean>
}

const HEARTBEAT_MS = 15_000

/**
 * One stream's place in the log. `next()` gives the text to send: the events after that place as soon as there are any, a
 * comment every 15 seconds, null when it is over. Nothing is read ahead, so a slow client costs no memory.
 */
export class EventReader {
  #position: Position
  #greeted = false
  #ended = false
  /** There may be something to read. */
  #awake = true
  #heartbeatAt: number
  #rouse: (() => void) | null = null

  constructor(
    private readonly source: EventSource,
    start: Position,
    private readonly heartbeatMs = HEARTBEAT_MS,
  ) {
    this.#position = start
    this.#heartbeatAt = Date.now() + heartbeatMs
  }

  wake(): void {
    this.#awake = true
    this.#rouse?.()
  }

  end(): void {
    this.#ended = true
    this.#rouse?.()
  }

  /** Where the stream stands goes out first, so that a client cut off before its first event resumes there too. */
  async next(): Promise<string | null> {
    if (!this.#greeted) {
      this.#greeted = true
      return `retry: 2000\nid: ${formatPosition(this.#position)}\n\n`
    }

    while (!this.#ended) {
      const text = (await this.#nextEvents()) ?? (await this.#nextHeartbeat())
      if (text !== null) return this.#ended ? null : text
      await this.#sleep()
    }
    return null
  }

  async #nextEvents(): Promise<string | null> {
    if (!this.#awake) return null

    this.#awake = false
    const rows = await this.source.read(this.#position).catch((err) => {
      log.warn({ err }, 'an event stream could not read on')
      return []
    })
    const last = rows.at(-1)
    if (!last) return null

    // There may be another page.
    this.#awake = true
    this.#position = positionOf(last)
    return rows.map(toMessage).join('')
  }

  /** The heartbeat also asks whether the caller may go on, and looks once more in case a wake was lost. */
  async #nextHeartbeat(): Promise<string | null> {
    if (Date.now() < this.#heartbeatAt) return null

    this.#heartbeatAt = Date.now() + this.heartbeatMs
    this.#awake = true
    const allowed = await this.source.isAllowed().catch(() => false)
    if (!allowed) this.end()
    return allowed ? ': heartbeat\n\n' : null
  }

  async #sleep(): Promise<void> {
    if (this.#awake || this.#ended) return

    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, Math.max(0, this.#heartbeatAt - Date.now())).unref()
      this.#rouse = () => {
        clearTimeout(timer)
        resolve()
      }
    })
    this.#rouse = null
  }
}

/** No `event:` field: clients get every type through `onmessage`, the type is in the data. */
function toMessage(row: EventRow): string {
  return `id: ${formatPosition(positionOf(row))}\ndata: ${toJson(toEvent(row))}\n\n`
}
