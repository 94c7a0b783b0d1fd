import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { env } from '@/lib/env'
import { apiListener } from '@/server/api-listener'
import { createListener } from '@/server/listener'
import { Drain } from '@/server/stop'

/** The desk as server/main.ts serves it, with no pages behind the other door. */
const pages: RequestListener = (_, response) => void response.writeHead(404).end()
const listener = createListener({ api: apiListener(), pages, trustProxy: env().TRUST_PROXY })
const drain = new Drain()

const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 30_000, requestTimeout: 60_000 })
server.on('request', (request, response) => {
  drain.watch(response)
  listener(request, response)
})
server.listen(Number(process.env.PORT), '127.0.0.1', () => {
  process.send?.({ type: 'ready', port: (server.address() as AddressInfo).port })
})
process.on('disconnect', () => process.exit(0))
