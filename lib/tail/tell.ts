import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'
import { WriteBehind } from '@/lib/telemetry/write-behind'
import { insertLines, type NewLine } from './store'

export type Level = 'debug' | 'info' | 'warn' | 'error'

export type Line = {
  /** Whose line; null: the desk's own, shown to operators. */
  organizationId: string | null
  level: Level
  /** The part of the desk that says it: `api`, `webhook`, `inbox`, `mail`, … */
  source: string
  /** A short sentence. Never a payload, a secret, or a person's address. */
  message: string
  requestId?: string | undefined
  /** Ids and numbers that go with it. */
  context?: Record<string, string | number | boolean | null>
}

/** Lines kept while the database is slow or away; what comes on top is counted and dropped. */
const MAX_WAITING = 20_000
/** What one statement carries. */
const BATCH = 2_000
const MAX_MESSAGE = 300

/**
 * A line of the live tail, written with others in the next half second. Costs no query here and never throws; under a flood
 * lines are dropped, counted, and the count is told.
 */
export function tell(line: Line): void {
  const tail = tailOf()
  if (tail.waiting.length >= MAX_WAITING) {
    tail.dropped += 1
    tail.droppedInAll += 1
    return
  }
  tail.waiting.push({
    id: newId(),
    organization_id: line.organizationId,
    at: currentTime(),
    level: line.level,
    source: line.source,
    message: cut(line.message),
    request_id: line.requestId ?? null,
    context: line.context,
  })
  tail.writer.soon()
}

/** Writes what is still waiting: before a process ends, and in tests. Never throws. */
export async function flushTail(): Promise<void> {
  await tailOf().writer.flush()
}

/** Lines this process had to drop since it began. */
export function droppedLines(): number {
  return tailOf().droppedInAll
}

function cut(message: string): string {
  return message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE - 1)}…` : message
}

type Tail = { waiting: NewLine[]; dropped: number; droppedInAll: number; writer: WriteBehind }

function tailOf(): Tail {
  return singleton('tail', (): Tail => {
    const tail: Tail = {
      waiting: [],
      dropped: 0,
      droppedInAll: 0,
      writer: new WriteBehind('the live tail', () => writeAll(tail)),
    }
    return tail
  })
}

async function writeAll(tail: Tail): Promise<void> {
  tellDropped(tail)
  while (tail.waiting.length > 0) {
    const batch = tail.waiting.slice(0, BATCH)
    if (!(await isWritten(batch))) {
      tail.dropped += batch.length
      tail.droppedInAll += batch.length
    }
    tail.waiting.splice(0, batch.length)
  }
}

/** False for lines Postgres will never take: they must not stand before all others for good. */
async function isWritten(batch: readonly NewLine[]): Promise<boolean> {
  const { pool } = database()
  // Whoever closed the database is done with it: a process at its end, a test.
  if (pool.ended) return true
  try {
    await insertLines(sqlOver(pool), batch)
    return true
  } catch (error) {
    if (isBadData(error)) return false
    throw error
  }
}

/** SQLSTATE class 22: data exception. */
function isBadData(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && code.startsWith('22')
}

function tellDropped(tail: Tail): void {
  if (tail.dropped === 0) return
  const message = `Lines that could not be kept: ${tail.dropped}.`
  log.warn({ dropped: tail.dropped }, 'lines of the live tail were dropped')
  tail.dropped = 0
  tail.waiting.push({
    id: newId(),
    organization_id: null,
    at: currentTime(),
    level: 'warn',
    source: 'tail',
    message,
    request_id: null,
    context: undefined,
  })
}
