import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { currentTime } from '@/lib/clock'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { findLaneEndpoints } from './endpoint-store'
import { Lane } from './lane'
import type { Line } from './line'
import { Recorder } from './recorder'
import { sendDue } from './send-due'
import type { Senders } from './senders'
import { Slots } from './slots'
import { closeDeliveries, type DueDelivery, findDue, findDueEndpoints } from './store'
import { tellTry } from './tell-try'
import type { PushKind } from './types'

/** Without any notice: what becomes due, and what nobody told. */
const LOOK_MS = 1_000
/** Notices that come close together are one. */
const GATHER_MS = 10
/** Results that wait for Postgres; then nothing more is sent. */
const MAX_BACKLOG = 2_000
const CLOSE_PAGE = 2_000

/**
 * Sends what is due. It serves endpoints no other process serves, sends to each as many at a time as it allows, and writes
 * down in batches what came of it. What it holds in memory can be lost at any time: it is due until it is written down.
 */
export class Pump {
  readonly #lanes = new Map<string, Lane>()
  readonly #recorder: Recorder
  readonly #kinds: PushKind[]
  readonly #slots = new Slots()
  #isStopping = false
  #looking: Promise<void> | null = null
  #isCalled = false
  #isReading = false
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly pool: pg.Pool,
    private readonly line: Line,
    private readonly senders: Senders,
  ) {
    this.#kinds = Object.keys(senders) as PushKind[]
    this.#recorder = new Recorder(pool, {
      onSettled: (results) => {
        for (const { endpointId, eventId } of results) this.#lanes.get(endpointId)?.settle(eventId)
        this.#fill()
      },
      onRecorded: ({ written, disabled }) => {
        for (const result of written) tellTry(result)
        for (const id of disabled) this.#lanes.get(id)?.close()
      },
    })
  }

  /** Looks soon, and then every second. */
  wake(): void {
    if (this.#isStopping) return
    if (this.#looking) {
      this.#isCalled = true
      return
    }
    this.#lookIn(GATHER_MS)
  }

  /** Every lock is lost: others may serve these endpoints now. What is being sent is still written down. */
  loseLocks(): void {
    for (const lane of this.#lanes.values()) {
      lane.isLocked = false
      lane.close()
    }
  }

  /** Sends nothing more, waits up to `graceMs` for answers and writes down those that came. */
  async stop(graceMs: number): Promise<void> {
    this.#isStopping = true
    if (this.#timer) clearTimeout(this.#timer)
    for (const lane of this.#lanes.values()) lane.close()

    const deadline = Date.now() + graceMs
    while (this.#slots.taken > 0 && Date.now() < deadline) await sleep(20)
    await Promise.race([this.#recorder.drain(), sleep(Math.max(0, deadline - Date.now()) + 200)])
    this.#recorder.abandon()
    await this.#looking
  }

  #lookIn(ms: number): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#looking = this.#look()
        .catch((err: unknown) => log.warn({ err }, 'due deliveries could not be read'))
        .finally(() => {
          this.#looking = null
          if (this.#isStopping) return
          this.#lookIn(this.#isCalled ? GATHER_MS : LOOK_MS)
          this.#isCalled = false
        })
    }, ms)
  }

  async #look(): Promise<void> {
    if (!this.line.isConnected) return
    const sql = sqlOver(this.pool)
    const { due, deleted } = await findDueEndpoints(sql, this.#kinds, currentTime())
    if (deleted.length > 0) {
      await inSqlTransaction({ pool: this.pool }, (tx) => closeDeliveries(tx, deleted, CLOSE_PAGE, currentTime()))
    }

    await this.#open(due)
    await this.#refresh()
    await this.#letGo(new Set(due))
    this.#fill()
  }

  /** Takes the locks of endpoints that are not served yet. */
  async #open(due: readonly string[]): Promise<void> {
    const { generation } = this.line
    const locked = await this.line.lock(due.filter((id) => !this.#lanes.get(id)?.isLocked))
    const endpoints = locked.length > 0 ? await findLaneEndpoints(sqlOver(this.pool), locked) : []
    // The connection was lost meanwhile, and the locks with it.
    if (generation !== this.line.generation) return

    for (const endpoint of endpoints) {
      if (!this.#lanes.has(endpoint.id)) this.#lanes.set(endpoint.id, new Lane(endpoint))
    }
    for (const id of [...locked, ...due.filter((one) => this.#lanes.get(one)?.isLocked)]) this.#lanes.get(id)?.reopen()
  }

  /** Endpoints may have been changed or disabled since they were read. */
  async #refresh(): Promise<void> {
    const open = [...this.#lanes.values()].filter(({ isOpen }) => isOpen)
    if (open.length === 0) return

    const ids = open.map(({ endpoint }) => endpoint.id)
    const endpoints = new Map((await findLaneEndpoints(sqlOver(this.pool), ids)).map((one) => [one.id, one]))
    for (const lane of open) {
      const endpoint = endpoints.get(lane.endpoint.id)
      if (endpoint) lane.endpoint = endpoint
      if (endpoint?.status !== 'ACTIVE') lane.close()
    }
  }

  /** Gives back the locks of endpoints this process has nothing to do for. */
  async #letGo(due: ReadonlySet<string>): Promise<void> {
    const idle = [...this.#lanes].filter(([id, lane]) => lane.isEmpty && !(lane.isOpen && due.has(id)))
    for (const [id] of idle) this.#lanes.delete(id)
    if (idle.length > 0) await this.line.unlock(idle.map(([id]) => id))
  }

  /** Begins as many sends as may be, and reads on where the queue runs low. */
  #fill(): void {
    if (this.#isStopping) return
    for (const lane of this.#lanes.values()) {
      while (this.#maySend(lane)) {
        const delivery = lane.next()
        if (!delivery) break
        void this.#send(lane, delivery)
      }
    }
    void this.#read()
  }

  #maySend(lane: Lane): boolean {
    if (!lane.isOpen || lane.sending >= lane.endpoint.concurrency) return false
    return this.#recorder.backlog < MAX_BACKLOG && this.#slots.isFree(lane)
  }

  /** Reads what is due for every lane that runs low, one statement at a time. */
  async #read(): Promise<void> {
    if (this.#isReading) return
    const low = [...this.#lanes.values()].map((lane) => ({ lane, room: lane.room() })).filter(({ room }) => room > 0)
    if (low.length === 0) return

    this.#isReading = true
    const asked = low.map(({ lane, room }) => ({ id: lane.endpoint.id, room, in_hand: lane.beginReading() }))
    const pages = await findDue(sqlOver(this.pool), asked, currentTime()).catch((err: unknown) => {
      log.warn({ err }, 'due deliveries could not be read')
      return []
    })
    const byEndpoint = new Map(low.map(({ lane }): [string, DueDelivery[]] => [lane.endpoint.id, []]))
    for (const delivery of pages) byEndpoint.get(delivery.endpointId)?.push(delivery)
    for (const { lane } of low) lane.endReading(byEndpoint.get(lane.endpoint.id) ?? [])
    this.#isReading = false
    this.#fill()
  }

  async #send(lane: Lane, delivery: DueDelivery): Promise<void> {
    lane.sending += 1
    const giveBack = this.#slots.take(lane)

    const { result, isSilent } = await sendDue(this.senders, lane.endpoint, delivery)
    lane.isSilent = isSilent
    lane.sending -= 1
    giveBack()
    this.#recorder.add(result)
    this.#fill()
  }
}
