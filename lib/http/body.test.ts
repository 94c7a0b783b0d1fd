import { describe, expect, it } from 'vitest'
import { parseJson, readBytes, requireJson } from './body'

const bytes = (text: string) => new TextEncoder().encode(text)
const posting = (body: BodyInit, headers: Record<string, string> = {}) =>
  new Request('http://desk/', { method: 'POST', body, headers, duplex: 'half' } as RequestInit)

function streamOf(chunks: number, size: number): { stream: ReadableStream<Uint8Array>; pulled: () => number } {
  let pulled = 0
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (pulled++ === chunks) return controller.close()
      controller.enqueue(new Uint8Array(size))
    },
  })
  return { stream, pulled: () => pulled }
}

describe('reading', () => {
  it('takes exactly as much as is allowed', async () => {
    expect(new TextDecoder().decode(await readBytes(posting('12345'), 5))).toBe('12345')
    await expect(readBytes(posting('123456'), 5)).rejects.toMatchObject({ code: 'E9012' })
  })

  it('refuses by what Content-Length says, before reading', async () => {
    const { stream, pulled } = streamOf(10, 100)
    const request = posting(stream, { 'content-length': '1000' })
    await expect(readBytes(request, 999)).rejects.toMatchObject({ code: 'E9012' })
    expect(pulled()).toBeLessThanOrEqual(1)
  })

  it('stops reading a stream that goes past the limit', async () => {
    const { stream, pulled } = streamOf(1_000_000, 1_000)
    await expect(readBytes(posting(stream), 10_000)).rejects.toMatchObject({ code: 'E9012' })
    expect(pulled()).toBeLessThan(20)
  })

  it('takes no body for an empty one', async () => {
    const request = new Request('http://desk/', { method: 'POST' })
    expect((await readBytes(request, 5)).byteLength).toBe(0)
  })
})

describe('the media type', () => {
  it.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON;charset="UTF-8"'])(
    'takes %s',
    (type) => {
      expect(() => requireJson(new Headers({ 'content-type': type }))).not.toThrow()
    },
  )

  it.each([
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json; charset=latin1',
  ])('refuses %j', (type) => {
    const headers = new Headers(type === '' ? {} : { 'content-type': type })
    expect(() => requireJson(headers)).toThrow(expect.objectContaining({ code: 'E9013' }))
  })

  it('refuses compressed bodies', () => {
    const headers = new Headers({ 'content-type': 'application/json', 'content-encoding': 'gzip' })
    expect(() => requireJson(headers)).toThrow(expect.objectContaining({ code: 'E9013' }))
  })
})

describe('parsing', () => {
  it('reads JSON', () => {
    expect(parseJson(bytes('{"a":["😀",{"b":"[[[["}]}'))).toEqual({ a: ['😀', { b: '[[[[' }] })
    expect(parseJson(bytes('{"said":"__proto__ \\ud83d\\ude00"}'))).toEqual({ said: '__proto__ 😀' })
    expect(parseJson(bytes(`${'['.repeat(64)}${']'.repeat(64)}`))).toBeInstanceOf(Array)
  })

  it.each([
    ['broken JSON', '{"a":'],
    ['nothing but space', ' '],
    ['a trailing comma', '{"a":1,}'],
    ['a key that reaches for the prototype', '{"__proto__":{"admin":true}}'],
    ['the same, spelled otherwise', '{"a":[{"\\u005f_proto__":1}]}'],
    ['NUL', '{"a":"\\u0000"}'],
    ['a lone surrogate', '{"a":{"b":"\\ud800"}}'],
    ['a lone surrogate in a key', '{"\\udc00":1}'],
    ['nesting that would exhaust the stack', `${'['.repeat(65)}${']'.repeat(65)}`],
  ])('refuses %s', (_what, text) => {
    expect(() => parseJson(bytes(text))).toThrow(expect.objectContaining({ code: 'E9004', status: 400 }))
  })

  it('refuses bytes that are not UTF-8', () => {
    expect(() => parseJson(new Uint8Array([0x22, 0xff, 0x22]))).toThrow(expect.objectContaining({ code: 'E9004' }))
  })

  it('reads part of a larger buffer', () => {
    const whole = bytes('xx{"a":1}yy')
    expect(parseJson(whole.subarray(2, 9))).toEqual({ a: 1 })
  })
})
