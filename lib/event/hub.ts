import pg from 'pg'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'
import { NEWS_CHANNEL } from './announce'
import { findNews } from './store'

/** A committed event may be read once everything that began before it has ended: so a notice is followed up. */
const FOLLOW_UP_MS = [0, 50, 250] as const
/** Without any notice: one may have been lost, or its sender killed before it was sent. */
const POLL_MS = 1_000
/** While nobody listens for us, because the connection for it is down. */
const DEAF_POLL_MS = 250
/** While the database does not answer. */
const RETRY_MS = 2_000

/**
 * Tells the streams of one process that their organization has new events. One connection listens for all of them and one
 * small question finds whose news it is; both only while there are streams. What is readable is decided by transaction
 * ids, never by the notice: a notice can come before its rows may be read, and can be lost.
 */
export class EventHub {
  readonly #wakers = new Map<string, Set<() => void>>()
  #seen: string | null = null
  #timer: NodeJS.Timeout | null = null
  #followUps: NodeJS.Timeout[] = []
  #ear: pg.Client | null = null
  #isListening = false

  constructor(
    private readonly pool: pg.Pool,
    private readonly listenUrl: string | undefined,
  ) {}

  /** Calls `wake` whenever `organizationId` may have something to read. Returns how to end it. */
  subscribe(organizationId: string, wake: () => void): () => void {
    const wakers = this.#wakers.get(organizationId) ?? new Set()
    wakers.add(wake)
    this.#wakers.set(organizationId, wakers)
    this.#timer ??= this.#later(0)

    return () => {
      wakers.delete(wake)
      if (wakers.size === 0 && this.#wakers.get(organizationId) === wakers) this.#wakers.delete(organizationId)
    }
  }

  #later(ms: number): NodeJS.Timeout {
    return setTimeout(() => void this.#tick(), ms).unref()
  }

  async #tick(): Promise<void> {
    if (this.#wakers.size === 0) {
      this.#rest()
      return
    }
    if (!this.#ear) void this.#listen()
    const wait = await this.#look().then(
      () => (this.#isListening ? POLL_MS : DEAF_POLL_MS),
      (err) => {
        log.warn({ err }, 'the event log could not be read')
        return RETRY_MS
      },
    )
    this.#timer = this.#later(wait)
  }

  /** Nobody is left to tell. */
  #rest(): void {
    this.#timer = null
    this.#seen = null
    this.#stopListening()
  }

  async #listen(): Promise<void> {
    if (!this.listenUrl) return

    const ear = new pg.Client({
      connectionString: this.listenUrl,
      application_name: 'countersign-listen',
      keepAlive: true,
    })
    this.#ear = ear
    ear.on('notification', () => this.#follow())
    const lost = () => {
      if (this.#ear === ear) this.#stopListening()
    }
    ear.on('error', lost)
    ear.on('end', lost)
    try {
      await ear.connect()
      await ear.query(`LISTEN ${NEWS_CHANNEL}`)
      this.#isListening = this.#ear === ear
    } catch {
      lost()
    }
  }

  #stopListening(): void {
    const ear = this.#ear
    this.#ear = null
    this.#isListening = false
    for (const timer of this.#followUps.splice(0)) clearTimeout(timer)
    ear?.end().catch(() => {})
  }

  #follow(): void {
    for (const timer of this.#followUps.splice(0)) clearTimeout(timer)
    const look = () => void this.#look().catch((err) => log.warn({ err }, 'the event log could not be read'))
    this.#followUps = FOLLOW_UP_MS.map((ms) => setTimeout(look, ms).unref())
  }

  async #look(): Promise<void> {
    const { xmin, organizations } = await findNews(sqlOver(this.pool), [...this.#wakers.keys()], this.#seen)
    this.#seen = xmin
    for (const organization of organizations) {
      for (const wake of this.#wakers.get(organization) ?? []) wake()
    }
  }
}

/** The hub of this process for this database. */
export function eventHub(pool: pg.Pool): EventHub {
  const hubs = singleton('event-hubs', () => new WeakMap<pg.Pool, EventHub>())
  const hub = hubs.get(pool) ?? new EventHub(pool, listenUrlOf(pool))
  hubs.set(pool, hub)
  return hub
}

/** LISTEN needs a connection of its own, past any pooler. A pool that is not the desk's own (tests) names its own. */
function listenUrlOf(pool: pg.Pool): string | undefined {
  const { connectionString } = pool.options
  return connectionString === env().DATABASE_URL ? (env().DATABASE_DIRECT_URL ?? connectionString) : connectionString
}
