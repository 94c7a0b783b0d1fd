import { createServer as createHttp, type RequestListener, type Server } from 'node:http'
import { createServer as createHttps } from 'node:https'
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { selfSigned } from './certificate.fixture'
import type { SafeTarget } from './check-url'
import { postTo } from './post'

const open: (Server | TcpServer)[] = []
afterEach(async () => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  }
})

async function listen<S extends Server | TcpServer>(server: S, host = '127.0.0.1'): Promise<number> {
  open.push(server)
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  return (server.address() as AddressInfo).port
}

const http = (answer: RequestListener, host?: string) => listen(createHttp(answer), host)
const tcp = (answer: (socket: Socket) => void) =>
  listen(
    createTcp((socket) => {
      socket.on('error', () => undefined)
      answer(socket)
    }),
  )

const target = (url: string, given: Partial<SafeTarget> = {}): SafeTarget => ({
  url: new URL(url),
  host: new URL(url).hostname,
  addresses: ['127.0.0.1'],
  ...given,
})
const post = (to: SafeTarget, timeoutMs = 5_000, body = '{"a":1}') =>
  postTo(to, { headers: { 'content-type': 'application/json', 'x-mark': 'm' }, body: Buffer.from(body), timeoutMs })

describe('postTo', () => {
  it('sends the bytes, headers and path to the pinned address, under the name', async () => {
    const seen: unknown[] = []
    const port = await http(async (request, response) => {
      const body = (await request.toArray()).join('')
      seen.push([request.method, request.url, request.headers.host, request.headers['x-mark'], body])
      response.writeHead(201, { 'retry-after': '7' }).end('made')
    })
    const answer = await post(target(`http://hooks.example.com:${port}/in?x=1#part`))
    expect(answer).toEqual({ kind: 'answered', status: 201, text: 'made', retryAfter: '7' })
    expect(seen).toEqual([['POST', '/in?x=1', `hooks.example.com:${port}`, 'm', '{"a":1}']])
  })

  it('uses a connection again, and a new one when the other side had closed it', async () => {
    const sockets = new Set<Socket>()
    let calls = 0
    const port = await tcp((socket) => {
      sockets.add(socket)
      socket.on('data', () => {
        calls++
        if (calls === 3) socket.destroy()
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')
      })
    })
    const to = target(`http://a.example:${port}/`)
    for (const _ of [1, 2, 3]) expect(await post(to)).toMatchObject({ status: 200, text: 'ok' })
    expect(calls).toBe(4)
    expect(sockets.size).toBe(2)
  })

  it('never uses a connection again for another address or name', async () => {
    const sockets = new Set<Socket>()
    const answer: RequestListener = (request, response) => {
      sockets.add(request.socket)
      response.end()
    }
    const port = await http(answer, '0.0.0.0')
    await post(target(`http://a.example:${port}/`))
    await post(target(`http://a.example:${port}/`, { addresses: ['127.0.0.2'] }))
    expect(sockets.size).toBe(2)
  })

  it('follows no redirect', async () => {
    let calls = 0
    const port = await http((_, response) => {
      calls++
      response.writeHead(302, { location: '/elsewhere' }).end()
    })
    expect(await post(target(`http://a.example:${port}/`))).toMatchObject({ kind: 'answered', status: 302 })
    expect(calls).toBe(1)
  })

  it('takes the next address when nobody is at the first', async () => {
    const port = await http((_, response) => response.end('here'))
    const to = target(`http://a.example:${port}/`, { addresses: ['127.0.0.9', '127.0.0.1'] })
    expect(await post(to)).toMatchObject({ status: 200, text: 'here' })
    const nobody = target(`http://a.example:${port}/`, { addresses: ['127.0.0.9'] })
    expect(await post(nobody)).toEqual({ kind: 'failed', reason: 'CONNECTION_REFUSED: The connection was refused.' })
  })

  it('speaks to IPv6', async () => {
    const port = await http((request, response) => response.end(request.headers.host), '::1')
    const to = target(`http://[::1]:${port}/`, { host: '::1', addresses: ['::1'] })
    expect(await post(to)).toMatchObject({ status: 200, text: `[::1]:${port}` })
  })
})

describe('a receiver that misbehaves', () => {
  it('keeps a KiB of endless bytes and hangs up', async () => {
    let closed: () => void = () => undefined
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve
    })
    const port = await http((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(16_384)), 1)
      response.on('close', () => {
        clearInterval(timer)
        closed()
      })
    })
    const answer = await post(target(`http://a.example:${port}/`))
    expect(answer).toMatchObject({ kind: 'answered', status: 200, text: 'x'.repeat(1_024) })
    await hungUp
  })

  it('reads a long answer to its end, so that the connection stays', async () => {
    const sockets = new Set<Socket>()
    const port = await http((request, response) => {
      sockets.add(request.socket)
      response.end('é'.repeat(5_000))
    })
    for (const _ of [1, 2]) {
      expect(await post(target(`http://a.example:${port}/`))).toMatchObject({ text: 'é'.repeat(512) })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(sockets.size).toBe(1)
  })

  it('does not wait for a body that drips for ever', async () => {
    const port = await http((_, response) => {
      response.writeHead(200)
      const timer = setInterval(() => response.write('.'), 50)
      response.on('close', () => clearInterval(timer))
    })
    expect(await post(target(`http://a.example:${port}/`))).toMatchObject({ kind: 'answered', status: 200 })
  })

  it.each([
    ['says nothing', () => undefined],
    [
      'drips its headers',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => socket.write('x-a: b\r\n'), 20)
        socket.on('close', () => clearInterval(timer))
      },
    ],
    [
      'says 100 for ever',
      (socket: Socket) => {
        const timer = setInterval(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 20)
        socket.on('close', () => clearInterval(timer))
      },
    ],
  ])('gives up on one that %s', async (_, behave) => {
    const port = await tcp(behave)
    const answer = await post(target(`http://a.example:${port}/`), 200)
    expect(answer).toEqual({ kind: 'failed', reason: 'TIMEOUT: There was no answer in time.' })
  })

  it.each([
    [
      'closes',
      (socket: Socket) => socket.destroy(),
      'CONNECTION_RESET: The connection was closed before an answer came.',
    ],
    ['is not HTTP', (socket: Socket) => socket.end('220 mail ready\r\n'), 'NO_ANSWER: What came back is not HTTP.'],
    [
      'has endless headers',
      (socket: Socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(40_000)}`),
      'NO_ANSWER: What came back is not HTTP.',
    ],
    [
      'changes the protocol',
      (socket: Socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'CONNECTION_RESET: The connection was closed before an answer came.',
    ],
  ])('fails one that %s', async (_, behave, reason) => {
    const port = await tcp((socket) => socket.once('data', () => behave(socket)))
    expect(await post(target(`http://a.example:${port}/`))).toEqual({ kind: 'failed', reason })
  })

  it('keeps what came of a body that broke off, without NUL', async () => {
    const port = await tcp((socket) =>
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\na\0b')
        setTimeout(() => socket.destroy(), 20)
      }),
    )
    expect(await post(target(`http://a.example:${port}/`))).toMatchObject({ status: 200, text: 'a\ufffdb' })
  })
})

describe('TLS', () => {
  const secure = async (names: string[], validTo?: Date) => {
    const pair = selfSigned(names, validTo)
    const port = await listen(createHttps(pair, (_, response) => response.end('safe')))
    return { port, ca: pair.cert }
  }

  it('takes a certificate for the name', async () => {
    const { port, ca } = await secure(['hooks.example.com'])
    const to = target(`https://hooks.example.com:${port}/`, { ca })
    expect(await post(to)).toMatchObject({ kind: 'answered', status: 200, text: 'safe' })
  })

  it('refuses one nobody vouches for, one for another name, one of the past, and no TLS at all', async () => {
    const good = await secure(['hooks.example.com'])
    const other = await secure(['other.example.com'])
    const old = await secure(['hooks.example.com'], new Date(Date.UTC(2001, 0, 1)))
    const plain = await http((_, response) => response.end())
    const reasonOf = async (port: number, ca?: string) => {
      const answer = await post(target(`https://hooks.example.com:${port}/`, { ca }))
      return answer.kind === 'failed' ? answer.reason : answer
    }
    expect(await reasonOf(good.port)).toMatch(/^TLS_FAILED: Its certificate does not hold/)
    expect(await reasonOf(other.port, other.ca)).toBe('TLS_FAILED: Its certificate is for another name.')
    expect(await reasonOf(old.port, old.ca)).toBe('TLS_FAILED: Its certificate has expired.')
    expect(await reasonOf(plain)).toBe('TLS_FAILED: No TLS connection could be made.')
  })
})
