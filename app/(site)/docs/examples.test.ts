import { beforeAll, describe, expect, it } from 'vitest'
import { routes } from '@/app/api/routes'
import { toCurl, VARIABLES, variablesOf } from '@/components/docs/curl'
import { type CallDoc, describeApi } from '@/components/docs/describe-api'
import { buildOpenapi } from '@/lib/http/openapi'
import type { RouteSpec } from '@/lib/http/spec'
import { unitEnvironment } from '@/test/unit-environment'
import { EXAMPLES } from './examples'

beforeAll(() => unitEnvironment({ RPC_31337: 'http://127.0.0.1:1' }))

const calls = describeApi(buildOpenapi(routes))

function specOf({ method, path }: CallDoc): RouteSpec {
  const entry = routes.find((route) => route.path === path.replace(/\{(\w+)\}/g, ':$1'))
  const handler = entry?.methods[method as 'GET']
  if (!handler || !('spec' in handler)) throw new Error(`No route for ${method} ${path}`)
  return handler.spec
}

/** What a shell would make of an example. */
const VALUES: Record<string, string> = {
  $WALLET: `0x${'1'.repeat(40)}`,
  $OTHER_WALLET: `0x${'2'.repeat(40)}`,
  $SIGNATURE: `0x${'3'.repeat(130)}`,
  $CHALLENGE_ID: '018f0000-0000-7000-8000-000000000000',
  $ID: '018f0000-0000-7000-8000-000000000000',
  $INVITE: 'abc',
  $ADDRESS: `0x${'4'.repeat(40)}`,
}
const filled = (text: string) => text.replace(/\$[A-Z0-9_]+/g, (name) => VALUES[name] ?? name)

describe('examples', () => {
  it('are of calls there are', () => {
    const ids = calls.map(({ id }) => id)
    expect(Object.keys(EXAMPLES).filter((id) => !ids.includes(id))).toEqual([])
  })

  it.each(calls.filter(({ body }) => body?.mediaType === 'application/json'))(
    '$method $path is sent what it takes',
    (call) => {
      const example = EXAMPLES[call.id]
      expect(example?.body).toBeDefined()
      const sent = JSON.parse(filled(JSON.stringify(example?.body)))
      expect(specOf(call).body?.safeParse(sent)).toMatchObject({ success: true })
    },
  )

  it.each(calls.filter(({ id }) => EXAMPLES[id]?.query))('$method $path is asked what it answers', (call) => {
    const asked = Object.fromEntries(new URLSearchParams(EXAMPLES[call.id]?.query))
    expect(specOf(call).query?.safeParse(asked)).toMatchObject({ success: true })
  })

  it('say where each of their values comes from', () => {
    const names = calls.flatMap((call) => variablesOf(toCurl(call, 'http://localhost:3000', EXAMPLES[call.id])))
    expect([...new Set(names)].filter((name) => !(name in VARIABLES))).toEqual([])
  })
})

describe('a command', () => {
  const commandOf = (id: string) => {
    const call = calls.find((one) => one.id === id)
    if (!call) throw new Error(id)
    return toCurl(call, 'http://localhost:3000', EXAMPLES[id])
  }

  it('sends a body as JSON', () => {
    expect(commandOf('postChallengesIdDecline')).toBe(
      [
        'curl -sS "http://localhost:3000/api/v1/challenges/$ID/decline" \\',
        '  -H "authorization: Bearer $TOKEN" \\',
        '  --json @- <<JSON',
        '{',
        '  "reason": "Too dear"',
        '}',
        'JSON',
      ].join('\n'),
    )
  })

  it('names the method where curl would choose another', () => {
    expect(commandOf('patchMe')).toMatch(/^curl -sS -X PATCH /)
    expect(commandOf('deleteMeWalletsAddress')).toMatch(/^curl -sS -X DELETE "[^"]+\/me\/wallets\/\$ADDRESS" /)
    expect(commandOf('postApiKeysIdRotate')).toMatch(/^curl -sS -X POST /)
  })

  it('needs no token where nobody has to sign in', () => {
    expect(commandOf('getNetworks')).toBe('curl -sS "http://localhost:3000/api/v1/networks"')
    expect(commandOf('postVerify')).toContain('--data-binary @bundle.json')
  })
})
