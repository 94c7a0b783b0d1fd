import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import next from 'next'
import { database } from '@/lib/db/client'
import { openDesk } from '@/lib/desk/open-desk'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { flushTelemetry } from '@/lib/telemetry/flush'
import { startTracing } from '@/lib/telemetry/tracing'
import { apiListener } from './api-listener'
import { createListener } from './listener'
import { Drain } from './stop'

/** Listens first, since with PORT=0 the system chooses and everything else asks for the port; then opens the doors. */
async function start(): Promise<void> {
  const drain = new Drain()
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: 60_000 })
  const doors = listen(server, Number(process.env.PORT || 3000)).then(openDoors)
  let serve: RequestListener = (request, response) => void doors.then((open) => open(request, response))

  server.on('request', (request, response) => {
    drain.watch(response)
    serve(request, response)
  })
  stopOnSignals(server, drain)

  serve = await doors
  log.info({ url: env().APP_URL }, 'serving')
  process.send?.({ type: 'ready', port: env().PORT })
}

async function openDoors(port: number): Promise<RequestListener> {
  process.env.PORT = String(port)
  await startTracing('web')
  await openDesk()
  return createListener({ api: apiListener(), pages: await pagesListener(port), trustProxy: env().TRUST_PROXY })
}

async function pagesListener(port: number): Promise<RequestListener> {
  const app = next({ dev: false, dir: process.cwd(), port })
  await app.prepare()
  const handle = app.getRequestHandler()
  return (request, response) => void handle(request, response)
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}

/** SIGTERM, SIGINT, or the parent gone: finish what is under way, let the database go, exit 0. */
function stopOnSignals(server: Server, drain: Drain): void {
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await drain.stop(server)
    await flushTelemetry()
    await database().close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop())
}

start().catch((error: unknown) => {
  // What is wrong with the environment, or who has the port, is for whoever starts it to read.
  log.fatal({ err: error, reason: error instanceof Error ? error.message : undefined }, 'the server could not start')
  process.exit(1)
})
