import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { newAccessToken, newApiKey, newPublicId } from '@/lib/identity/token'
import { log } from '@/lib/log'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { clientToken } from './client-address'
import { handlers } from './handlers'
import { Reply } from './reply'
import { route } from './route'
import { Amount, Id } from './schemas'
import type { Method, Params } from './spec'

const APP_URL = 'https://desk.example'
let fresh: TestDatabase
let token: string
let userId: string

beforeAll(async () => {
  fresh = await ownDesk({ APP_URL, CORS_ORIGINS: 'https://app.example', RATE_LIMIT_SCALE: '1' })
  log.level = 'silent'
  const person = await signedIn()
  token = person.token
  userId = person.userId
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

/** A user with a wallet, a personal organization, an access token, and a key that may only read challenges. */
async function signedIn() {
  const { prisma } = database()
  const [user, organizationId] = [newId(), newId()]
  const address = `0x${user.replaceAll('-', '').padEnd(40, '0')}`
  const access = newAccessToken()
  const publicId = newPublicId()
  const apiKey = newApiKey(publicId)
  const soon = new Date(Date.now() + 3_600_000)

  await prisma.user.create({ data: { id: user } })
  await prisma.wallet.create({ data: { id: newId(), userId: user, address, chainId: 31337, verifiedAt: new Date() } })
  await prisma.organization.create({ data: { id: organizationId, name: 'Personal', personal: true } })
  await prisma.membership.create({ data: { organizationId, userId: user, role: 'owner' } })
  await prisma.session.create({
    data: {
      id: newId(),
      userId: user,
      kind: 'TOKEN',
      tokenHash: access.hash,
      address,
      chainId: 31337,
      expiresAt: soon,
    },
  })
  await prisma.apiKey.create({
    data: {
      id: newId(),
      publicId,
      organizationId,
      userId: user,
      name: 'k',
      secretHash: apiKey.hash,
      scopes: ['challenges:read'],
    },
  })
  return { userId: user, token: access.token, key: apiKey.key }
}

type Sent = {
  method?: Method
  body?: unknown
  headers?: Record<string, string>
  params?: Params
  path?: string
  from?: string
}

/** A network address per call unless said, so that no test eats another's minute. */
let caller = 0
function send(route: (request: Request, context: { params: Params }) => Promise<Response>, sent: Sent = {}) {
  const { method = sent.body === undefined ? 'GET' : 'POST', path = '/api/v1/things', params = {} } = sent
  const text =
    typeof sent.body === 'string' ? sent.body : sent.body === undefined ? undefined : JSON.stringify(sent.body)
  const headers = {
    ...(text === undefined ? {} : { 'content-type': 'application/json' }),
    'x-countersign-client': `${clientToken()} ${sent.from ?? `test-${++caller}`}`,
    ...sent.headers,
  }
  return route(new Request(`${APP_URL}${path}`, { method, body: text ?? null, headers }), { params })
}

const bearer = (credential = token) => ({ authorization: `Bearer ${credential}` })
const open = { summary: 'Test', limit: 'receipts', auth: 'none' } as const

async function problem(response: Promise<Response>) {
  const answered = await response
  expect(answered.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const body = await answered.json()
  expect(body.status).toBe(answered.status)
  expect(body.request_id).toBe(answered.headers.get('x-request-id'))
  return body
}

describe('an answer', () => {
  it('carries the status, the value and the headers every answer has', async () => {
    const at = new Date('2026-11-20T12:00:00Z')
    const response = await send(
      route({ ...open, status: 201 }, () => ({ amount: 5n, at, gone: undefined })),
      {
        headers: { 'x-request-id': 'mine' },
      },
    )

    expect(response.status).toBe(201)
    expect(await response.json()).toEqual({ amount: '5', at: '2026-11-20T12:00:00.000Z' })
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'content-type': 'application/json; charset=utf-8',
      'ratelimit-policy': '"reads";q=600;w=60',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-request-id': 'mine',
    })
  })

  it('has no body at 204', async () => {
    const response = await send(route({ ...open, status: 204 }, () => undefined))
    expect([response.status, await response.text(), response.headers.get('content-type')]).toEqual([204, '', null])
  })

  it('may have a status of its own', async () => {
    const response = await send(route(open, () => new Reply(202, { ok: true }, { 'x-more': '1' })))
    expect([response.status, response.headers.get('x-more')]).toEqual([202, '1'])
  })

  it('may be a Response, whose headers win', async () => {
    const response = await send(route(open, () => new Response('bytes', { headers: { 'cache-control': 'public' } })))
    expect(await response.text()).toBe('bytes')
    expect(response.headers.get('cache-control')).toBe('public')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('x-request-id')).toBeTruthy()
  })
})

describe('input', () => {
  const Body = z.strictObject({ amount: Amount, note: z.string().optional() })
  const things = route(
    {
      ...open,
      params: z.object({ id: Id }),
      query: z.object({
        kind: z.enum(['a', 'b']).default('a'),
        tag: z.union([z.string(), z.array(z.string())]).optional(),
      }),
      body: Body,
      notFound: 'E3010',
      maxBytes: 1_000,
    },
    (_ctx, input) => ({ ...input, isBigint: typeof input.amount === 'bigint' }),
  )
  const id = '01937b6a-4c1e-7f00-8000-0123456789ab'
  const ask = (sent: Sent) => send(things, { params: { id }, body: { amount: '7' }, ...sent })

  it('is flat: query, body, path', async () => {
    const response = await ask({ path: '/api/v1/things?kind=b&tag=x&tag=y' })
    expect(await response.json()).toEqual({ id, kind: 'b', tag: ['x', 'y'], amount: '7', isBigint: true })
  })

  it('takes path parameters as a promise too, as Next hands them over', async () => {
    const request = new Request(`${APP_URL}/`, {
      method: 'POST',
      body: '{"amount":"7"}',
      headers: { 'content-type': 'application/json' },
    })
    expect((await things(request, { params: Promise.resolve({ id }) })).status).toBe(200)
  })

  it('lists what is wrong in query and body together', async () => {
    const body = await problem(ask({ path: '/api/v1/things?kind=c', body: { amount: '-1', extra: 1 } }))
    expect(body).toMatchObject({ code: 'E9004', status: 400 })
    expect(body.errors.map((error: { path: string }) => error.path).sort()).toEqual(['amount', 'extra', 'kind'])
  })

  it('answers a malformed path with the noun’s 404', async () => {
    expect(await problem(ask({ params: { id: 'me' } }))).toMatchObject({ code: 'E3010', status: 404 })
  })

  it.each([
    ['no JSON', '{', {}, 'E9004', 400],
    ['another media type', '{}', { 'content-type': 'text/plain' }, 'E9013', 415],
    ['no media type', '{}', { 'content-type': '' }, 'E9013', 415],
    ['too much', JSON.stringify({ amount: '7', note: 'x'.repeat(1_000) }), {}, 'E9012', 413],
    ['a prototype', '{"amount":"7","__proto__":{"note":"x"}}', {}, 'E9004', 400],
  ])('refuses %s', async (_what, body, headers, code, status) => {
    expect(await problem(ask({ body, headers: headers as Record<string, string> }))).toMatchObject({ code, status })
  })

  it('refuses a body where none is taken, but not an empty one', async () => {
    const bodiless = route(open, () => ({ ok: true }))
    expect((await send(bodiless, { method: 'POST' })).status).toBe(200)
    expect((await send(bodiless, { body: {} })).status).toBe(200)
    expect(await problem(send(bodiless, { body: { a: 1 } }))).toMatchObject({ code: 'E9004' })
  })

  it('hands over raw bytes of any type where the route wants them', async () => {
    const raw = route({ ...open, mediaType: '*' }, (_ctx, input) => ({ text: new TextDecoder().decode(input.bytes) }))
    const response = await send(raw, { body: 'a\0b', headers: { 'content-type': 'application/octet-stream' } })
    expect(await response.json()).toEqual({ text: 'a\0b' })
  })
})

describe('the caller', () => {
  const whoami = route({ summary: 'Me', limit: 'receipts' }, (ctx) => ({ user: ctx.actor.userId, via: ctx.actor.via }))
  const maybe = route({ summary: 'Me', limit: 'receipts', auth: 'optional' }, (ctx) => ({ kind: ctx.actor.kind }))

  it('is known by an access token', async () => {
    expect(await (await send(whoami, { headers: bearer() })).json()).toEqual({ user: userId, via: 'token' })
  })

  it('is asked to sign in', async () => {
    const response = await send(whoami)
    expect(response.headers.get('www-authenticate')).toBe('Bearer')
    expect(await response.json()).toMatchObject({ code: 'E9005', status: 401 })
  })

  it.each(['Bearer nonsense', 'Bearer', 'Basic dXNlcg==', `Bearer ${newAccessToken().token}`])(
    'is refused with %s, also where none is needed',
    async (authorization) => {
      for (const asked of [whoami, maybe]) {
        expect(await problem(send(asked, { headers: { authorization } }))).toMatchObject({ code: 'E9006', status: 401 })
      }
    },
  )

  it('may be nobody where the route says so', async () => {
    expect(await (await send(maybe)).json()).toEqual({ kind: 'anonymous' })
    expect(await (await send(maybe, { headers: bearer() })).json()).toEqual({ kind: 'user' })
    const stale = { cookie: 'countersign-443.session-token=x; __Secure-countersign-443.session-token=x' }
    expect(await (await send(maybe, { headers: stale })).json()).toEqual({ kind: 'anonymous' })
    expect(await problem(send(whoami, { headers: stale }))).toMatchObject({ code: 'E9006' })
  })

  it('with a key needs its scope; reading is implied by writing', async () => {
    const { key } = await signedIn()
    const scoped = (scope: string) => route({ summary: 'Scoped', limit: 'receipts', scope }, () => ({ ok: true }))
    expect((await send(scoped('challenges:read'), { headers: bearer(key) })).status).toBe(200)
    expect(await problem(send(scoped('challenges:write'), { headers: bearer(key) }))).toMatchObject({
      code: 'E9007',
      status: 403,
    })
    expect((await send(scoped('challenges:write'), { headers: bearer() })).status).toBe(200)
  })
})

describe('another origin', () => {
  const things = route({ summary: 'Things', limit: 'receipts', auth: 'optional' }, () => ({ ok: true }))
  const from = (origin: string, sent: Sent = {}) => send(things, { ...sent, headers: { origin, ...sent.headers } })

  it('may change things only when listed', async () => {
    expect((await from('https://app.example', { body: {}, headers: bearer() })).status).toBe(200)
    expect((await from(APP_URL, { body: {} })).status).toBe(200)
    expect(await problem(from('https://evil.example', { body: {}, headers: bearer() }))).toMatchObject({
      code: 'E9007',
    })
    expect(await problem(from('null', { body: {} }))).toMatchObject({ code: 'E9007', status: 403 })
  })

  it('may read answers, errors too, only when listed, and never with cookies', async () => {
    const listed = await from('https://app.example')
    expect(listed.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(listed.headers.get('vary')).toContain('Origin')
    expect(listed.headers.has('access-control-allow-credentials')).toBe(false)
    expect((await from('https://evil.example')).headers.has('access-control-allow-origin')).toBe(false)

    const refused = await from('https://app.example', { headers: { authorization: 'Bearer no' } })
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, 'https://app.example'])
  })
})

describe('errors', () => {
  it('of ours go out as they are', async () => {
    const refusing = route(open, () => {
      throw new AppError('E3011', 'This challenge is no longer open.')
    })
    expect(await problem(send(refusing))).toMatchObject({
      type: `${APP_URL}/docs/errors/E3011`,
      title: 'Not open for acceptance',
      status: 409,
      detail: 'This challenge is no longer open.',
    })
  })

  it('of others tell nothing', async () => {
    const broken = route(open, () => {
      throw new Error('password=hunter2')
    })
    const body = await problem(send(broken))
    expect(body).toMatchObject({ code: 'E9001', status: 500 })
    expect(JSON.stringify(body)).not.toContain('hunter2')
  })
})

describe('a minute', () => {
  // Held still, so that none ends while it is being counted.
  beforeAll(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / 60_000) * 60_000 + 5_000 })
  })
  afterAll(() => {
    vi.useRealTimers()
  })

  const writing = route({ ...open, limit: 'webhooks' }, () => ({ ok: true }))
  const methods = handlers({ GET: writing, POST: writing })

  it('has as many calls as the group’s limit, for one address, and says so', async () => {
    const answers = await Promise.all(Array.from({ length: 14 }, () => send(methods.POST, { body: {}, from: 'one' })))
    const statuses = answers.map((answer) => answer.status)
    expect([
      statuses.filter((status) => status === 200).length,
      statuses.filter((status) => status === 429).length,
    ]).toEqual([10, 4])

    const refused = answers.find((answer) => answer.status === 429)
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(refused?.headers.get('ratelimit')).toMatch(/^"webhooks";r=0;t=\d+$/)
    expect(await refused?.json()).toMatchObject({ code: 'E9003' })

    expect((await send(methods.POST, { body: {}, from: 'another' })).status).toBe(200)
    expect((await send(methods.GET, { from: 'one' })).status).toBe(200)
  })

  it('is counted by user rather than address, and guesses by address', async () => {
    const signed = route({ summary: 'S', limit: 'webhooks' }, () => ({ ok: true }))
    const mine = (await signedIn()).token
    const fromTwo = Array.from({ length: 12 }, (_, i) =>
      send(signed, { body: {}, headers: bearer(mine), from: `roaming-${i % 2}` }),
    )
    expect((await Promise.all(fromTwo)).filter((answer) => answer.status === 200)).toHaveLength(10)

    const guesses = Array.from({ length: 12 }, () =>
      send(signed, { body: {}, headers: bearer('guess'), from: 'guesser' }),
    )
    expect((await Promise.all(guesses)).map((answer) => answer.status).sort()).toEqual([
      ...Array(10).fill(401),
      429,
      429,
    ])
  })

  it('does not exist for health', async () => {
    const free = route({ ...open, limit: 'none' }, () => ({ ok: true }))
    expect((await send(free)).headers.has('ratelimit')).toBe(false)
  })
})
