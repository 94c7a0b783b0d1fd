import { describe, expect, it } from 'vitest'
import { authCookies, sessionCookieName } from './cookies'

describe('cookie names', () => {
  it.each([
    ['http://localhost:3000', 'countersign-3000.session-token'],
    ['http://localhost:3001', 'countersign-3001.session-token'],
    ['https://desk.example.org', '__Secure-countersign-443.session-token'],
    ['https://desk.example.org:8443', '__Secure-countersign-8443.session-token'],
    ['http://desk.example.org', 'countersign-80.session-token'],
  ])('of %s carry its port', (url, name) => {
    expect(sessionCookieName(url)).toBe(name)
    expect(authCookies(url).sessionToken?.name).toBe(name)
  })

  it('are out of reach of scripts and other sites, and secure where the address is', () => {
    for (const [url, secure] of [
      ['http://localhost:3000', false],
      ['https://desk.example.org', true],
    ] as const) {
      for (const { options } of Object.values(authCookies(url))) {
        expect(options).toEqual({ httpOnly: true, sameSite: 'lax', path: '/', secure })
      }
    }
  })
})
