import { beforeAll, describe, expect, it } from 'vitest'
import { unitEnvironment } from '@/test/unit-environment'
import { handlers, unknownPath } from './handlers'
import { METHODS, type Method, type Route } from './spec'

beforeAll(() => unitEnvironment({ APP_URL: 'https://desk.example', CORS_ORIGINS: 'https://app.example' }))

const answering = (text: string): Route =>
  Object.assign(async () => new Response(text, { headers: { 'x-own': '1' } }), {
    spec: { summary: text, limit: 'none' as const },
  })

const methods = handlers({ GET: answering('got'), POST: answering('posted') })
const call = (method: Method, headers: Record<string, string> = {}, of = methods) =>
  of[method](new Request('https://desk.example/api/v1/things', { method, headers }), { params: {} })

describe('a path', () => {
  it('answers what it was given', async () => {
    expect(await (await call('GET')).text()).toBe('got')
    expect(await (await call('POST')).text()).toBe('posted')
  })

  it.each(['PUT', 'PATCH', 'DELETE'] as const)('refuses %s with what it would take', async (method) => {
    const response = await call(method, { 'x-request-id': 'r1' })
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, POST, OPTIONS')
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
    expect(await response.json()).toMatchObject({ code: 'E9011', status: 405, request_id: 'r1' })
  })

  it('answers HEAD as GET without its body', async () => {
    const response = await call('HEAD')
    expect(response.status).toBe(200)
    expect(response.headers.get('x-own')).toBe('1')
    expect(await response.text()).toBe('')
  })

  it('refuses HEAD where there is no GET', async () => {
    const response = await call('HEAD', {}, handlers({ POST: answering('posted') }))
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
  })

  it('tells its methods to OPTIONS, and more to a listed origin', async () => {
    const plain = await call('OPTIONS')
    expect([plain.status, plain.headers.get('allow')]).toEqual([204, 'GET, HEAD, POST, OPTIONS'])
    expect(plain.headers.has('access-control-allow-methods')).toBe(false)

    const preflight = await call('OPTIONS', { origin: 'https://app.example', 'access-control-request-method': 'POST' })
    expect(preflight.headers.get('access-control-allow-origin')).toBe('https://app.example')
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, HEAD, POST, OPTIONS')
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Idempotency-Key')
  })
})

describe('a path that does not exist', () => {
  it.each(METHODS)('is 404 E9008 for %s', async (method) => {
    const response = await call(method, {}, unknownPath())
    expect(response.status).toBe(404)
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    if (method !== 'HEAD') expect(await response.json()).toMatchObject({ code: 'E9008' })
  })
})
