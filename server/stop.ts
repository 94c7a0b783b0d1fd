import type { Server, ServerResponse } from 'node:http'
import { beginShutdown } from '@/lib/http/shutdown'

const GRACE_MS = 5_000

/** Keeps hold of the answers under way, so that the server can be stopped without cutting one off. */
export class Drain {
  #open = new Set<ServerResponse>()
  #stopping: Server | null = null

  constructor(private readonly graceMs: number = GRACE_MS) {}

  watch(response: ServerResponse): void {
    this.#open.add(response)
    response.once('close', () => this.#open.delete(response))
    // On a connection that was open already; it must not keep us from stopping.
    if (this.#stopping) this.#letGo(response, this.#stopping)
  }

  /**
   * Stops listening, tells event streams to end (they watch `shutdownSignal`), lets every other answer finish, and cuts
   * off what takes longer than the grace (5 s). Resolves when the last connection is closed.
   */
  async stop(server: Server): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    this.#stopping = server
    for (const response of this.#open) this.#letGo(response, server)
    beginShutdown()
    server.closeIdleConnections()

    const timer = setTimeout(() => server.closeAllConnections(), this.graceMs)
    await closed
    clearTimeout(timer)
  }

  #letGo(response: ServerResponse, server: Server): void {
    // The connection would otherwise wait for its next request.
    if (!response.headersSent) response.shouldKeepAlive = false
    response.once('close', () => server.closeIdleConnections())
  }
}
