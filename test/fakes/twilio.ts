import { createServer } from 'node:http'
import { close, listen, readText } from './resend'

export type TakenText = { to: string; from: string; body: string }
type Refusal = { status: number; code: number } | 'hang up'

/** Twilio's Messages as its API answers: it wants account and token, and a form with To, From and Body. */
export async function startTwilio(account: string, token: string) {
  const texts: TakenText[] = []
  const refusals: Refusal[] = []
  const expected = `Basic ${Buffer.from(`${account}:${token}`).toString('base64')}`
  const server = createServer(async (request, response) => {
    const send = (status: number, body: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const refuse = (status: number, code: number) =>
      send(status, { code, status, message: `refused +15550001111 (${code})`, more_info: 'https://example.org' })

    const form = new URLSearchParams(await readText(request))
    const next = refusals.shift()
    if (next === 'hang up') return void request.socket.destroy()
    if (next) return refuse(next.status, next.code)
    if (request.headers.authorization !== expected) return refuse(401, 20_003)
    if (request.method !== 'POST' || request.url !== `/2010-04-01/Accounts/${account}/Messages.json`)
      return refuse(404, 20_404)

    const [to, from, body] = [form.get('To') ?? '', form.get('From') ?? '', form.get('Body') ?? '']
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refuse(400, 21_211)
    if (!/^\+[1-9]\d{6,14}$/.test(from) || body === '' || body.length > 1_600) return refuse(400, 21_602)
    texts.push({ to, from, body })
    send(201, { sid: `SM${texts.length}`, status: 'queued' })
  })
  const url = await listen(server)
  return { url, texts, refuse: (...next: Refusal[]) => void refusals.push(...next), close: () => close(server) }
}
