import { AppError } from '@/lib/errors'
import { shutdownSignal } from '@/lib/http/shutdown'
import { singleton } from '@/lib/singleton'

/** Streams one user may have open in one process: a browser's tabs and a few programs. */
export const MAX_STREAMS_PER_USER = 20

type OpenStream = { userId: string; end: () => void }

/** Those of this process. All end when it begins to stop; clients come back to another with their Last-Event-ID. */
function openStreams(): Set<OpenStream> {
  return singleton('event-streams', () => {
    const open = new Set<OpenStream>()
    const endAll = () => {
      for (const stream of open) stream.end()
    }
    shutdownSignal().addEventListener('abort', endAll, { once: true })
    return open
  })
}

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
