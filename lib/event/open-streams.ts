import { AppError } from '@/lib/errors'
import { singleton } from '@/lib/singleton'

/** Streams one user may have open in one process: a browser's tabs and a few programs. */
export const MAX_STREAMS_PER_USER = 20

type OpenStream = { userId: string; end: () => void }

const openStreams = () => singleton('event-streams', () => new Set<OpenStream>())

/** Counts a stream as open until the returned function is called. E9003 when the user has too many. */
export function registerStream(userId: string, end: () => void): () => void {
  const open = [...openStreams()].filter((stream) => stream.userId === userId)
  if (open.length >= MAX_STREAMS_PER_USER) {
    throw new AppError('E9003', `You have ${open.length} event streams open already. Close one first.`, {
      headers: { 'retry-after': '5' },
    })
  }

  const stream = { userId, end }
  openStreams().add(stream)
  return () => openStreams().delete(stream)
}

/** Ends every stream of this process, for a server that stops. Clients come back to another with their Last-Event-ID. */
export function endEventStreams(): void {
  for (const stream of openStreams()) stream.end()
}
