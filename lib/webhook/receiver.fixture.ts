import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: Record<string, string>; body: string; json: Record<string, unknown>; at: number }
type Answer = { status: number; headers?: Record<string, string>; text?: string }

/** A receiver of webhooks on this machine: keeps what came, and answers as it is told. Allow its host: 127.0.0.1. */
export async function openReceiver(answer: (received: Received, count: number) => Answer = () => ({ status: 204 })) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString('utf8')
    const headers = request.headers as Record<string, string>
    const one = { headers, body, json: JSON.parse(body) as Record<string, unknown>, at: Date.now() }
    received.push(one)
    const { status, headers: own, text } = answer(one, received.length)
    response.writeHead(status, own).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
