import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** What a path answers. Everything else: 200. */
export type Behaviour = {
  /** One status for each call, in order; the last one for all that follow. */
  statuses?: number[]
  headers?: Record<string, string>
  body?: string
  delayMs?: number
  /** Takes the call and never answers. */
  hangs?: boolean
}

/** A call as it came in: with the exact bytes of its body. */
export type ReceivedCall = {
  path: string
  method: string
  headers: IncomingHttpHeaders
  body: string
  at: number
  /** What it was answered; null: nothing. */
  status: number | null
}

export type Receiver = {
  /** `http://127.0.0.1:<port>` */
  url: string
  calls: ReceivedCall[]
  callsTo(path: string): ReceivedCall[]
  /** Sets what a path answers from now on. */
  set(path: string, behaviour: Behaviour): void
  /** Calls that are being answered right now, and the most there ever were, by path. */
  open(path: string): { now: number; most: number }
  stop(): Promise<void>
}

/** Somebody's server that takes webhooks: real HTTP on this machine, answering what a test tells it to. */
export async function startReceiver(): Promise<Receiver> {
  const behaviours = new Map<string, Behaviour & { next: number }>()
  const calls: ReceivedCall[] = []
  const open = new Map<string, { now: number; most: number }>()
  const openOf = (path: string) => open.get(path) ?? { now: 0, most: 0 }
  const count = (path: string, by: number) => {
    const { now, most } = openOf(path)
    open.set(path, { now: now + by, most: Math.max(most, now + by) })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const path = request.url ?? '/'
    count(path, 1)
    response.on('close', () => count(path, -1))
    const call: ReceivedCall = {
      path,
      method: request.method ?? '',
      headers: request.headers,
      body: await text(request),
      at: Date.now(),
      status: null,
    }
    calls.push(call)

    const behaviour = behaviours.get(path)
    if (behaviour?.hangs) return
    const { statuses = [200], headers = {}, body = 'ok', delayMs = 0 } = behaviour ?? {}
    call.status = statuses[Math.min(behaviour?.next ?? 0, statuses.length - 1)] ?? 200
    if (behaviour) behaviour.next += 1
    if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs))
    response.writeHead(call.status, headers).end(body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    callsTo: (path) => calls.filter((call) => call.path === path),
    set: (path, behaviour) => behaviours.set(path, { ...behaviour, next: 0 }),
    open: openOf,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
