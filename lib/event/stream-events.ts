import { currentTime } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { EventReader } from './event-reader'
import { eventHub } from './hub'
import { registerStream } from './open-streams'
import { type Position, parsePosition } from './position'
import { soundPosition, withTime } from './sound-position'
import { currentPosition, isStillAllowed, readEvents } from './store'

const PAGE = 100
/** A client that takes nothing for so long is gone. */
const STALLED_MS = 60_000

/**
 * The organization's events as they happen (`text/event-stream`): from `lastEventId` on, or from now. Ends when the
 * session or key no longer holds, and when the server stops. E9004 for a Last-Event-ID that is not one of ours, E9003
 * for a user with too many streams.
 */
export async function streamEvents(ctx: Ctx<UserActor>, request: Request, heartbeatMs?: number): Promise<Response> {
  const sql = sqlOver(ctx.pool)
  const start = await startOf(ctx, sql, request.headers.get('last-event-id'))
  const reader = readerFor(ctx, sql, start, heartbeatMs)

  const release = registerStream(ctx.actor.userId, () => reader.end())
  const unsubscribe = eventHub(ctx.pool).subscribe(ctx.actor.organizationId, () => reader.wake())
  request.signal.addEventListener('abort', () => reader.end(), { once: true })

  const body = toBody(reader, () => {
    unsubscribe()
    release()
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // Proxies that collect an answer before passing it on would hold events back.
      'x-accel-buffering': 'no',
    },
  })
}

async function startOf(ctx: Ctx<UserActor>, sql: Sql, lastEventId: string | null): Promise<Position> {
  if (!lastEventId) return withTime(await currentPosition(sql))

  const position = parsePosition(lastEventId)
  if (!position)
    throw new AppError('E9004', 'This Last-Event-ID is not one that the stream gave out. Start without one.')
  return soundPosition(sql, ctx.actor.organizationId, position)
}

function readerFor(ctx: Ctx<UserActor>, sql: Sql, start: Position, heartbeatMs: number | undefined): EventReader {
  const source = {
    read: (position: Position) => readEvents(sql, ctx.actor.organizationId, position, PAGE),
    isAllowed: () => isStillAllowed(sql, ctx.actor, currentTime()),
  }
  return new EventReader(source, start, heartbeatMs)
}

/** Pulls from the reader only when the client has taken what it was given. `close` runs once, however it ends. */
function toBody(reader: EventReader, close: () => void): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let stalled: NodeJS.Timeout | undefined
  const finish = () => {
    clearTimeout(stalled)
    reader.end()
    close()
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(stalled)
      const text = await reader.next()
      if (text === null) {
        finish()
        controller.close()
        return
      }

      controller.enqueue(encoder.encode(text))
      stalled = setTimeout(() => {
        finish()
        controller.error(new Error('The client stopped reading'))
      }, STALLED_MS).unref()
    },
    cancel: finish,
  })
}
