import type pg from 'pg'
import { sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'

const POLL_MS = 250
/** While the database does not answer. */
const RETRY_MS = 2_000

type Look = { xmin: string; organizations: string[] }

/**
 * Tells the streams of one process that their organization has new events. One small question a tick for all of them,
 * asked only while there are any. It compares transaction ids rather than waiting for NOTIFY: that would slow every
 * commit, is lost behind a connection pooler, and comes before the row may be read.
 */
export class EventHub {
  readonly #wakers = new Map<string, Set<() => void>>()
  #seen: string | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly pool: pg.Pool,
    private readonly pollMs = POLL_MS,
  ) {}

  /** Calls `wake` whenever `organizationId` may have something to read. Returns how to end it. */
  subscribe(organizationId: string, wake: () => void): () => void {
    const wakers = this.#wakers.get(organizationId) ?? new Set()
    wakers.add(wake)
    this.#wakers.set(organizationId, wakers)
    this.#timer ??= this.#later(this.pollMs)

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
      this.#timer = null
      this.#seen = null
      return
    }
    const wait = await this.#look().then(
      () => this.pollMs,
      (err) => {
        log.warn({ err }, 'the event log could not be read')
        return RETRY_MS
      },
    )
    this.#timer = this.#later(wait)
  }

  async #look(): Promise<void> {
    const { xmin, organizations } = await findNews(this.pool, [...this.#wakers.keys()], this.#seen)
    this.#seen = xmin
    for (const organization of organizations) {
      for (const wake of this.#wakers.get(organization) ?? []) wake()
    }
  }
}

/** Those of `organizations` with events that became readable since the snapshot's lower end was `since`; null: all. */
async function findNews(pool: pg.Pool, organizations: string[], since: string | null): Promise<Look> {
  const [row] = await sqlOver(pool).$queryRaw<{ xmin: string; news: string[] }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, ARRAY(
      SELECT o::text FROM unnest(${organizations}::uuid[]) AS o
      WHERE EXISTS (
        SELECT 1 FROM events
        WHERE organization_id = o AND tx >= ${since ?? '0'}::text::xid8 AND tx < pg_snapshot_xmin(pg_current_snapshot())
      )
    ) AS news`
  if (!row) throw new Error('The snapshot is missing')
  return { xmin: row.xmin, organizations: since === null ? organizations : row.news }
}

/** The hub of this process for this database. */
export function eventHub(pool: pg.Pool): EventHub {
  const hubs = singleton('event-hubs', () => new WeakMap<pg.Pool, EventHub>())
  const hub = hubs.get(pool) ?? new EventHub(pool)
  hubs.set(pool, hub)
  return hub
}
