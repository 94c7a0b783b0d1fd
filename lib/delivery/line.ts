import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { KEEPALIVES } from '@/lib/db/session'
import { NEWS_CHANNEL } from '@/lib/event/announce'
import { log } from '@/lib/log'
import { DUE_CHANNEL } from './announce'

const RECONNECT_MS = 1_000
/** A connection that does not answer for so long is as good as cut. */
const ANSWER_MS = 5_000

type Hooks = {
  /** There may be new events. */
  onNews(): void
  /** Something may be due. */
  onDue(): void
  /** The connection is gone, and every lock with it. */
  onLost(): void
}

/**
 * The pump's own connection: it hears what is new, and holds a lock for each endpoint this process serves. A process that is
 * killed lets go of them at once, so another one goes on. Connects anew for as long as it takes.
 */
export class Line {
  #client: pg.Client | null = null
  #isStopped = false
  /** Counts connections: locks taken on an older one are lost. */
  generation = 0
  readonly #stopping = new AbortController()
  #keeping: Promise<void>

  constructor(
    private readonly connectionString: string,
    private readonly hooks: Hooks,
  ) {
    this.#keeping = this.#keep()
  }

  get isConnected(): boolean {
    return this.#client !== null
  }

  /** Those of `ids` nobody serves, which are this process's from now on. Also shows whether the connection still answers. */
  async lock(ids: readonly string[]): Promise<string[]> {
    const rows = await this.#ask<{ id: string }>(
      'SELECT id FROM unnest($1::uuid[]) AS id WHERE pg_try_advisory_lock(hashtextextended($2 || id::text, 0))',
      [ids, LOCK],
    )
    return rows.map(({ id }) => id)
  }

  async unlock(ids: readonly string[]): Promise<void> {
    await this.#ask('SELECT pg_advisory_unlock(hashtextextended($2 || id::text, 0)) FROM unnest($1::uuid[]) AS id', [
      ids,
      LOCK,
    ])
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#stopping.abort()
    await this.#client?.end().catch(() => {})
    await this.#keeping
  }

  async #ask<T extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<T[]> {
    const client = this.#client
    if (!client) throw new Error('The pump’s connection is down.')
    try {
      const { rows } = await client.query<T>(text, values)
      return rows
    } catch (error) {
      // Whatever went wrong, it is not known which locks are held: all are given back by ending the connection.
      client.end().catch(() => {})
      throw error
    }
  }

  async #keep(): Promise<void> {
    while (!this.#isStopped) {
      await this.#connect().catch((err: unknown) => {
        if (!this.#isStopped) log.warn({ err }, 'the pump’s connection was cut')
      })
      this.generation += 1
      if (this.#client) this.hooks.onLost()
      this.#client = null
      await sleep(RECONNECT_MS, undefined, { signal: this.#stopping.signal }).catch(() => {})
    }
  }

  /** Resolves or throws only when the connection is gone. */
  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.connectionString,
      application_name: 'countersign deliveries',
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
    })
    const gone = new Promise<void>((resolve) => client.once('end', resolve))
    client.on('error', () => {})
    client.on('notification', ({ channel }) => (channel === NEWS_CHANNEL ? this.hooks.onNews() : this.hooks.onDue()))
    try {
      await client.connect()
      await client.query(`${KEEPALIVES}; LISTEN ${NEWS_CHANNEL}; LISTEN ${DUE_CHANNEL}`)
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    if (this.#isStopped) return await client.end()

    this.#client = client
    this.hooks.onNews()
    this.hooks.onDue()
    await gone
  }
}

const LOCK = 'countersign.endpoint '
