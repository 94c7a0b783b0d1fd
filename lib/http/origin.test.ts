import { beforeAll, describe, expect, it } from 'vitest'
import { unitEnvironment } from '@/test/unit-environment'
import { corsHeaders, preflightHeaders, requireKnownOrigin, requireOwnOrigin } from './origin'

const OWN = 'https://desk.example'
const LISTED = 'https://app.example'
const STRANGE = 'https://evil.example'

beforeAll(() => unitEnvironment({ APP_URL: OWN, CORS_ORIGINS: `${LISTED}, https://other.example` }))

const refused = expect.objectContaining({ code: 'E9007', status: 403 })

describe('a change', () => {
  it.each([OWN, LISTED, null])('may come from %s', (origin) => {
    expect(() => requireKnownOrigin('POST', origin)).not.toThrow()
  })

  it.each([STRANGE, 'null', 'https://desk.example.evil.example', 'http://desk.example', ''])(
    'may not come from %j',
    (origin) => {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
        expect(() => requireKnownOrigin(method, origin)).toThrow(refused)
      }
    },
  )

  it('by cookie comes from the desk itself, and says so', () => {
    expect(() => requireOwnOrigin('POST', OWN)).not.toThrow()
    for (const origin of [LISTED, STRANGE, null]) expect(() => requireOwnOrigin('POST', origin)).toThrow(refused)
  })
})

it('reading is not kept from anybody', () => {
  for (const method of ['GET', 'HEAD', 'OPTIONS']) {
    expect(() => requireKnownOrigin(method, STRANGE)).not.toThrow()
    expect(() => requireOwnOrigin(method, null)).not.toThrow()
  }
})

describe('cross-origin headers', () => {
  it('let a listed origin read, without cookies', () => {
    const headers = { ...corsHeaders(LISTED), ...preflightHeaders(LISTED, 'GET, POST') }
    expect(headers).toMatchObject({
      vary: 'Origin',
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': 'GET, POST',
    })
    expect(headers).not.toHaveProperty('access-control-allow-credentials')
  })

  it.each([STRANGE, OWN, null, 'null'])('let nobody else: %s', (origin) => {
    expect(corsHeaders(origin)).toEqual({ vary: 'Origin' })
    expect(preflightHeaders(origin, 'GET')).toEqual({})
  })
})
