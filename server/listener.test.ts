import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientAddress } from '@/lib/http/client-address'
import { unitEnvironment } from '@/test/unit-environment'
import { createListener, isApi } from './listener'

type Said = { status: number; location: string | undefined; text: string }

describe('who answers', () => {
  it.each([
    '/api',
    '/api/',
    '/api/v1/me',
    '/api/health/',
    '/api/nothing',
    '/health',
    '/health/',
    '/.well-known/countersign.json',
  ])('%s: the API', (path) => {
    expect(isApi(path)).toBe(true)
  })

  it.each(['/', '/apiary', '/api/auth', '/api/auth/session', '/health/more', '/docs', '/__proto__', '/constructor'])(
    '%s: Next',
    (path) => {
      expect(isApi(path)).toBe(false)
    },
  )
})

describe('the listener', () => {
  let server: Server
  let port: number

  beforeAll(async () => {
    unitEnvironment({ TRUST_PROXY: '1' })
    const say = (door: string) =>
      ((request, response) => {
        const headers = new Headers(request.headers as Record<string, string>)
        const copies = request.rawHeaders.filter((name) => name.toLowerCase() === 'x-countersign-client').length
        response.end(`${door} ${request.url} ${clientAddress(headers)} ${copies}`)
      }) satisfies Parameters<typeof createServer>[1]
    server = createServer(createListener({ api: say('api'), pages: say('pages'), trustProxy: 1 }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => server.close())

  const get = (path: string, headers: Record<string, string | string[]> = {}) =>
    new Promise<Said>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path, headers }, (response) => {
        let text = ''
        response.on('data', (chunk) => {
          text += chunk
        })
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, location: response.headers.location, text }),
        )
      })
      request.on('error', reject)
      request.end()
    })

  it('names the client by socket and proxy, once, whatever the client says of itself', async () => {
    expect((await get('/api/x')).text).toBe('api /api/x 127.0.0.1 1')
    expect((await get('/page', { 'x-forwarded-for': '10.9.9.9, 203.0.113.7' })).text).toBe('pages /page 203.0.113.7 1')

    const lying = { 'x-countersign-client': ['me 198.51.100.1', 'x 198.51.100.2'], 'X-Forwarded-For': '203.0.113.8' }
    expect((await get('/api/x', lying)).text).toBe('api /api/x 203.0.113.8 1')
  })

  it.each([
    ['/api/v1/../../docs', 'pages /docs'],
    ['/api/v1/things/%2e%2e/x?a=..', 'api /api/v1/x?a=..'],
    ['/x/%2E%2e/api/v1/me', 'api /api/v1/me'],
    ['/api/v1/a..b', 'api /api/v1/a..b'],
  ])('brings %s into one form', async (path, answer) => {
    expect((await get(path)).text).toBe(`${answer} 127.0.0.1 1`)
  })

  it('sends repeated slashes to the one spelling', async () => {
    expect(await get('/api//v1///me?a=//')).toMatchObject({ status: 308, location: '/api/v1/me?a=//' })
  })
})
