import { createServer } from 'node:http'

/** Somebody's server that takes webhooks, in a process of its own: `/hang…` never answers, everything else 204 at once. */
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume()
  if (request.url?.startsWith('/hang')) return
  request.on('end', () => response.writeHead(204).end())
})
server.listen(0, '127.0.0.1', () => process.send?.({ type: 'ready', port: server.address().port }))
process.on('disconnect', () => process.exit(0))
