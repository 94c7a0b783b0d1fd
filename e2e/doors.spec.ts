import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { expect, test } from '@playwright/test'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { openTwoDoors, SERVER, type TwoDoors } from './two-doors'

// The routes have two doors: Next's own, and server/. Whoever calls must not be able to tell which one answered.

type Sent = {
  method?: string
  path: string
  headers?: Record<string, string>
  body?: string | Buffer
  chunked?: boolean
}
type Answered = { status: number; headers: IncomingHttpHeaders; text: string }

let doors: TwoDoors
let token: string

test.describe.configure({ mode: 'serial' })
test.beforeAll(async () => {
  test.setTimeout(180_000)
  doors = await openTwoDoors()
  token = await signIn()
})
test.afterAll(() => doors?.stop())

const COMPARED = [
  'access-control-allow-credentials',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-allow-origin',
  'access-control-expose-headers',
  'access-control-max-age',
  'allow',
  'cache-control',
  'content-security-policy',
  'content-type',
  'idempotency-replayed',
  'location',
  'ratelimit-policy',
  'referrer-policy',
  'retry-after',
  'strict-transport-security',
  'www-authenticate',
  'x-content-type-options',
]

/** Sent as it is: fetch would mend paths and bodies on the way. */
function send(origin: string, { method = 'GET', path, headers = {}, body, chunked }: Sent): Promise<Answered> {
  const { hostname, port } = new URL(origin)
  const length = body !== undefined && !chunked ? { 'content-length': String(Buffer.byteLength(body)) } : {}
  return new Promise((resolve, reject) => {
    const request = httpRequest({ hostname, port, method, path, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
      response.on('error', reject)
    })
    request.on('error', reject)
    request.end(body)
  })
}

const postJson = (origin: string, path: string, body: unknown, headers: Record<string, string> = {}) =>
  send(origin, { method: 'POST', path, headers: { ...json, ...headers }, body: JSON.stringify(body) })

const json = { 'content-type': 'application/json' }

/** What a caller could tell the doors apart by. Ids and times made for this one call are blanked. */
function visible({ status, headers, text }: Answered) {
  const compared = Object.fromEntries(COMPARED.map((name) => [name, headers[name]]))
  const varies = String(headers.vary ?? '')
    .toLowerCase()
    .includes('origin')
  return { status, varies, hasRequestId: Boolean(headers['x-request-id']), ...compared, body: blank(text) }
}

const MADE_HERE = /^(?:request_id|timestamp|challenge_id|nonce|issued_at|expires_at|latency_ms|message)$/

function blank(text: string): unknown {
  try {
    return JSON.parse(text, (name, value) => (MADE_HERE.test(name) && typeof value !== 'object' ? '…' : value))
  } catch {
    return text
  }
}

async function signIn(): Promise<string> {
  const account = privateKeyToAccount(generatePrivateKey())
  const asked = await postJson(doors.own, '/api/v1/wallet/challenge', {
    wallet_address: account.address,
    chain_id: 'local',
  })
  expect(asked.status, asked.text).toBe(201)
  const { challenge_id, message } = JSON.parse(asked.text)
  const signature = await account.signMessage({ message })
  const verified = await postJson(doors.own, '/api/v1/wallet/verify', { challenge_id, signature })
  expect(verified.status, verified.text).toBe(200)
  return JSON.parse(verified.text).access_token
}

const wallet = '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'
const challenge = '/api/v1/wallet/challenge'
const post = (path: string, body: string | Buffer, headers: Record<string, string> = json): Sent => ({
  method: 'POST',
  path,
  headers,
  body,
})
const asking = (fields: object = {}) => JSON.stringify({ wallet_address: wallet, chain_id: 'eip155:31337', ...fields })
const from = (origin: string) => ({ ...json, origin })

const anonymous: Record<string, Sent & { status: number; code?: string }> = {
  'the API itself': { path: '/api', status: 404, code: 'E9008' },
  'the API itself, slashed': { path: '/api/', status: 404, code: 'E9008' },
  'an unknown path': { path: '/api/v1/nothing', status: 404, code: 'E9008' },
  'an unknown path, slashed': { path: '/api/v1/nothing/here/', status: 404, code: 'E9008' },
  'an unknown path, changed': { ...post('/api/nothing', '{}'), status: 404, code: 'E9008' },
  'an unknown path, asked for options': { method: 'OPTIONS', path: '/api/nothing', status: 404, code: 'E9008' },
  'an unknown path, its head': { method: 'HEAD', path: '/api/nothing', status: 404 },
  'a part of a path': { path: '/api/v1/wallet', status: 404, code: 'E9008' },
  'health, live': { path: '/api/health/live', status: 200 },
  'health, live, slashed': { path: '/api/health/live/', status: 200 },
  'health, live, its head': { method: 'HEAD', path: '/api/health/live', status: 200 },
  'health, ready': { path: '/api/health/ready', status: 200 },
  'health, by its alias': { path: '/health', status: 503 },
  'health, by its alias, slashed': { path: '/health/', status: 503 },
  'health, changed': { ...post('/health', '{}'), status: 405, code: 'E9011' },
  'the desk’s keys, by their alias': { path: '/.well-known/countersign.json', status: 200 },
  'a wrong method': { method: 'DELETE', path: challenge, status: 405, code: 'E9011' },
  'a wrong method, slashed': { method: 'PUT', path: `${challenge}/`, status: 405, code: 'E9011' },
  'a head where nothing can be got': { method: 'HEAD', path: challenge, status: 405 },
  'the options of a path': { method: 'OPTIONS', path: challenge, status: 204 },
  'a preflight from a listed origin': {
    method: 'OPTIONS',
    path: challenge,
    headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    status: 204,
  },
  'a preflight from any other': {
    method: 'OPTIONS',
    path: challenge,
    headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    status: 204,
  },
  'the document of the API': { path: '/api/v1/openapi.json', status: 200 },
  'the networks': { path: '/api/v1/networks', status: 200 },
  'nobody where somebody is needed': { path: '/api/v1/challenges', status: 401, code: 'E9005' },
  'a token that is none': { path: '/api/v1/me', headers: { authorization: 'Bearer none' }, status: 401, code: 'E9006' },
  'a cookie that is none': { path: '/api/v1/me', headers: { cookie: 'countersign-4800.session-token=x' }, status: 401 },
  'a challenge': { ...post(challenge, asking()), status: 201 },
  'a challenge, slashed': { ...post(`${challenge}/`, asking()), status: 201 },
  'a challenge in chunks': { ...post(challenge, asking()), chunked: true, status: 201 },
  'a challenge from a listed origin': { ...post(challenge, asking(), from('https://app.example')), status: 201 },
  'a challenge from any other': {
    ...post(challenge, asking(), from('https://evil.example')),
    status: 403,
    code: 'E9007',
  },
  'a challenge from no origin at all': { ...post(challenge, asking(), from('null')), status: 403, code: 'E9007' },
  'a wrong checksum': {
    ...post(challenge, asking({ wallet_address: '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD' })),
    status: 400,
    code: 'E1001',
  },
  'a chain nobody knows': { ...post(challenge, asking({ chain_id: 'eip155:5' })), status: 400, code: 'E1002' },
  'a field nobody knows': { ...post(challenge, asking({ extra: 1 })), status: 400, code: 'E9004' },
  'half a body': { ...post(challenge, '{"wallet_address":'), status: 400, code: 'E9004' },
  'no body': { method: 'POST', path: challenge, headers: json, status: 400, code: 'E9004' },
  'a body that is not UTF-8': { ...post(challenge, Buffer.from([0x7b, 0xff, 0x7d])), status: 400, code: 'E9004' },
  'a body reaching for the prototype': { ...post(challenge, '{"__proto__":{}}'), status: 400, code: 'E9004' },
  'a form': {
    ...post(challenge, 'wallet_address=0x', { 'content-type': 'application/x-www-form-urlencoded' }),
    status: 415,
    code: 'E9013',
  },
  'a body without a type': { ...post(challenge, asking(), {}), status: 415, code: 'E9013' },
  'too large a body': { ...post(challenge, asking({ purpose: 'x'.repeat(300_000) })), status: 413, code: 'E9012' },
  'too large a body in chunks': {
    ...post(challenge, asking({ purpose: 'x'.repeat(300_000) })),
    chunked: true,
    status: 413,
    code: 'E9012',
  },
  'repeated slashes': { path: '/api//v1///networks?a=//', status: 308 },
  'dots in a path': { path: '/api/v1/wallet/%2e%2e/nothing', status: 404, code: 'E9008' },
  'a path in other letters': { path: '/API/v1/networks', status: 404 },
}

for (const [what, { status, code, ...sent }] of Object.entries(anonymous)) {
  test(`${what}: the same through both doors`, async () => {
    const [own, next] = await Promise.all([send(doors.own, sent), send(doors.next, sent)])
    // Pages carry a nonce, so of those only the status is the same.
    if (sent.path.startsWith('/api') || own.headers['content-type']?.includes('json'))
      expect(visible(own)).toEqual(visible(next))
    expect([own.status, next.status]).toEqual([status, status])
    if (code) expect(JSON.parse(own.text)).toMatchObject({ code, status })
  })
}

test('a caller with a token: the same through both doors', async () => {
  const headers = { authorization: `Bearer ${token}` }
  const asked: Sent[] = [
    { path: '/api/v1/me', headers },
    { path: '/api/v1/challenges?limit=1', headers },
    { path: '/api/v1/challenges?limit=0', headers },
    { path: '/api/v1/challenges?cursor=abc', headers },
    { path: '/api/v1/challenges/not-an-id', headers },
    { path: '/api/v1/challenges/01937b6a-4c1e-7f00-8000-0123456789ab', headers },
    { path: '/api/v1/me', headers: { ...headers, 'x-organization': 'elsewhere' } },
    { path: '/api/v1/me', headers: { ...headers, origin: 'https://app.example' } },
  ]
  for (const sent of asked) {
    const [own, next] = [await send(doors.own, sent), await send(doors.next, sent)]
    expect(visible(own), sent.path).toEqual(visible(next))
  }
})

test('a request id goes in and comes out', async () => {
  for (const origin of [doors.own, doors.next]) {
    const answered = await send(origin, { path: '/api/nothing', headers: { 'x-request-id': 'trace-1' } })
    expect(answered.headers['x-request-id']).toBe('trace-1')
    expect(JSON.parse(answered.text).request_id).toBe('trace-1')
  }
})

test('what one door has done under a key, the other does not do again', async () => {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'once' }
  const draft = { mode: 'SOLO', title: 'Run ten kilometres' }
  const first = await postJson(doors.own, '/api/v1/challenges', draft, headers)
  const second = await postJson(doors.next, '/api/v1/challenges', draft, headers)
  const other = await postJson(doors.next, '/api/v1/challenges', { ...draft, title: 'Another' }, headers)

  expect(first.status, first.text).toBe(201)
  expect(second.status).toBe(201)
  expect(second.headers['idempotency-replayed']).toBe('true')
  expect(second.text).toBe(first.text)
  expect(other.status).toBe(422)
})

test('pages come with a policy of their own and the nonce it names', async () => {
  for (const origin of [doors.own, doors.next]) {
    const [one, two] = [await send(origin, { path: '/' }), await send(origin, { path: '/' })]
    const nonceOf = ({ headers }: Answered) => /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1]
    expect(one.status).toBe(200)
    expect(nonceOf(one)).toBeTruthy()
    expect(nonceOf(one)).not.toBe(nonceOf(two))
    expect(one.text).toContain(`nonce="${nonceOf(one)}"`)
    expect(one.headers['x-frame-options']).toBe('DENY')
    expect(one.headers['x-request-id']).toBeTruthy()
  }
})

test('sign-in is Next’s through both doors', async () => {
  const [own, next] = await Promise.all(
    [doors.own, doors.next].map((origin) => send(origin, { path: '/api/auth/providers' })),
  )
  expect(own?.status).toBe(next?.status)
  expect(own?.text).toBe(next?.text)
})

async function startAnother(): Promise<{ server: ChildProcess; origin: string }> {
  const server = fork(SERVER, {
    env: { ...doors.environment, PORT: '0' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const [message] = await once(server, 'message')
  expect(message).toEqual({ type: 'ready', port: expect.any(Number) })
  return { server, origin: `http://127.0.0.1:${message.port}` }
}

test('the server says where it serves, and on SIGTERM ends streams and itself', async () => {
  const { server, origin } = await startAnother()
  const stream = await fetch(`${origin}/api/v1/events/stream`, { headers: { authorization: `Bearer ${token}` } })
  expect(stream.status).toBe(200)

  const begun = Date.now()
  const exited = once(server, 'exit')
  server.kill('SIGTERM')
  await stream.text()
  expect(await exited).toEqual([0, null])
  expect(Date.now() - begun).toBeLessThan(5_000)
})

test('the server ends with whoever started it', async () => {
  const { server } = await startAnother()
  const exited = once(server, 'exit')
  server.disconnect()
  expect(await exited).toEqual([0, null])
})
