import type { Server, ServerResponse } from 'node:http'
import { beginShutdown } from '@/lib/http/shutdown'

const GRACE_MS = 5_000

/** Keeps hold of the answers under way, so that the server can be stopped without cutting one off. */
export class Drain {
  #open = new Set<ServerResponse>()

  watch(response: ServerResponse): void {
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
  }

  /**
   * Stops listening, ends event streams at once, lets every other answer finish, and cuts off what takes longer than
   * 5 s. Resolves when the last connection is closed.
   */
  async stop(server: Server): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    beginShutdown()
    for (const response of this.#open) this.#letGo(response, server)
    server.closeIdleConnections()

    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS)
    await closed
    clearTimeout(timer)
  }

  #letGo(response: ServerResponse, server: Server): void {
    if (String(response.getHeader('content-type') ?? '').startsWith('text/event-stream')) {
      response.end()
      response.socket?.destroySoon()
      return
    }
    // The connection would otherwise wait for its next request.
    if (!response.headersSent) response.shouldKeepAlive = false
    response.once('close', () => server.closeIdleConnections())
  }
}
