import { describe, expect, it } from 'vitest'
import { hostOf, toEndpoint } from './endpoint'

describe('who stands behind a URL', () => {
  it.each([
    ['https://eth.example/v2/key', 'eth.example'],
    ['https://eth.example:8443/other', 'eth.example'],
    ['https://ETH.Example./', 'eth.example'],
    ['http://127.0.0.1:8545', 'loopback:8545'],
    ['http://localhost:8545/path', 'loopback:8545'],
    ['http://[::1]:8545', 'loopback:8545'],
    ['http://127.0.0.2:9000', 'loopback:9000'],
    ['http://localhost', 'loopback:80'],
    ['https://10.0.0.5:1', '10.0.0.5'],
  ])('%s is %s', (url, host) => {
    expect(hostOf(new URL(url))).toBe(host)
  })
})

describe('taking a URL apart', () => {
  it('moves user and password into a header', () => {
    const endpoint = toEndpoint('https://user:p%40ss@eth.example/key')
    expect(endpoint.url.href).toBe('https://eth.example/key')
    expect(endpoint.headers.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`)
  })

  it.each(['', 'sEcReT', 'ftp://x/sEcReT', 'file:///sEcReT', 'wss://x/sEcReT', 'http://'])(
    'refuses %j without repeating it',
    (url) => {
      expect(() => toEndpoint(url)).toThrow(/^An RPC URL is not an http\(s\) URL\.$/)
    },
  )
})
