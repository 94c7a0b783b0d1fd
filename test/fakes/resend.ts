import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A mail as it was taken. */
export type TakenMail = {
  from: string
  to: string
  subject: string
  text: string
  html: string
  headers: Record<string, string>
  key: string
}
type Refusal = { status: number; name: string; retryAfter?: number } | 'hang up'

/**
 * Resend as its API answers: it wants the key and a whole mail, takes each Idempotency-Key once, and refuses the same key
 * with other words. `refuse` makes the next calls fail.
 */
export async function startResend(apiKey: string) {
  const mails: TakenMail[] = []
  const bodies = new Map<string, string>()
  const refusals: Refusal[] = []
  let calls = 0
  const server = createServer(async (request, response) => {
    calls++
    const send = (status: number, body: object, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    const refuse = (status: number, name: string, headers = {}) =>
      send(status, { statusCode: status, name, message: `${name}: \`to\` somebody@example.org` }, headers)

    const next = refusals.shift()
    if (next === 'hang up') return void request.socket.destroy()
    if (next) return refuse(next.status, next.name, next.retryAfter ? { 'retry-after': String(next.retryAfter) } : {})
    if (request.method !== 'POST' || request.url !== '/emails') return refuse(404, 'not_found')
    if (request.headers.authorization !== `Bearer ${apiKey}`) return refuse(401, 'invalid_api_key')

    const text = await readText(request)
    const mail = JSON.parse(text) as Omit<TakenMail, 'key'>
    if (!isWhole(mail)) return refuse(422, 'validation_error')
    const key = String(request.headers['idempotency-key'] ?? '')
    const before = bodies.get(key)
    if (before !== undefined && before !== text) return refuse(409, 'invalid_idempotent_request')
    if (before === undefined) mails.push({ ...mail, key })
    if (key) bodies.set(key, text)
    send(200, { id: `mail-${bodies.size}` })
  })
  const url = await listen(server)
  return {
    url,
    /** Those taken, each once. */
    mails,
    calls: () => calls,
    refuse: (...next: Refusal[]) => void refusals.push(...next),
    close: () => close(server),
  }
}

function isWhole({ from, to, subject, text, html, headers }: Omit<TakenMail, 'key'>): boolean {
  const values = [from, to, subject, text, html, ...Object.values(headers ?? {})]
  if (!values.every((value) => typeof value === 'string' && value !== '')) return false
  const oneLine = [from, to, subject, ...Object.entries(headers ?? {}).flat()]
  return oneLine.every((value) => !/[\r\n]/.test(value)) && /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(to)
}

export async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

type HttpServer = ReturnType<typeof createServer>

export async function listen(server: HttpServer): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

export function close(server: HttpServer): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
