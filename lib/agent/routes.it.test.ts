import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as postAuditor } from '@/app/api/v1/agents/[did]/auditor/route'
import { GET as getAgent } from '@/app/api/v1/agents/[did]/route'
import { POST as postChallenge } from '@/app/api/v1/agents/challenge/route'
import { GET as findAgents, POST as postAgent } from '@/app/api/v1/agents/route'
import { database } from '@/lib/db/client'
import type { Handler, Params } from '@/lib/http/spec'
import { createApiKey } from '@/lib/identity/api-key/create'
import { ownDesk } from '@/test/desk-environment'
import { agent, keyAgent } from '@/test/factories/agents'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { AgentAnswer, FoundAgents } from './schemas'

let desk: TestDatabase
let ann: Person
beforeAll(async () => {
  desk = await ownDesk()
  ann = await person()
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

type Call = { token?: string | null; params?: Params; query?: string; body?: unknown; headers?: Record<string, string> }
async function call(handler: Handler, { token = ann.token, params = {}, query = '', body, headers }: Call) {
  const request = new Request(`http://localhost:3000/api/v1/agents${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await handler(request, { params })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const ONE = { description: 'Counts.', tags: ['numbers'], version: '1.0.0' }
/** A registration that would be taken, but for `over`. */
async function registration(over: object = {}) {
  const key = keyAgent()
  const { body } = await call(postChallenge, { body: { did: key.did } })
  const { challenge_id, message } = body
  return { did: key.did, challenge_id, signature: key.sign(message), capabilities: [ONE], ...over }
}

describe('the calls of agents', () => {
  it('register one, once for each key of the call, show and find it', async () => {
    const body = await registration({ name: 'Abacus' })
    const headers = { 'idempotency-key': 'agents-1' }
    const first = await call(postAgent, { body, headers })
    expect([first.status, AgentAnswer.parse(first.body).yours]).toEqual([201, true])
    const again = await call(postAgent, { body, headers })
    expect([again.status, again.headers.get('idempotency-replayed'), again.body]).toEqual([201, 'true', first.body])

    for (const did of [body.did, encodeURIComponent(body.did)]) {
      const shown = await call(getAgent, { params: { did }, token: null })
      expect([shown.status, AgentAnswer.parse(shown.body).name]).toEqual([200, 'Abacus'])
    }
    const found = FoundAgents.parse((await call(findAgents, { query: '?q=count&tags=numbers', token: null })).body)
    expect(found.data.map(({ did }) => did)).toContain(body.did)
    expect(found.next_cursor).toBeNull()

    const on = await call(postAuditor, { params: { did: body.did }, body: { auditor: true } })
    expect([on.status, on.body.standing]).toEqual([200, 'STANDS'])
  })

  const many = (count: number) => Array.from({ length: count }, () => ONE)
  it.each<[string, object, string]>([
    ['a DID of another method', { did: 'did:web:example.org' }, 'did'],
    ['a did:key of another kind of key', { did: 'did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme' }, 'did'],
    ['a wallet with a wrong checksum', { did: 'did:pkh:eip155:1:0x52908400098527886E0F7030069857D2E4169Ee7' }, 'did'],
    ['a chain nobody knows', { did: `did:pkh:eip155:987654321:0x${'11'.repeat(20)}` }, 'did'],
    ['no id of a challenge', { challenge_id: '17' }, 'challenge_id'],
    ['no capabilities', { capabilities: [] }, 'capabilities'],
    ['51 capabilities', { capabilities: many(51) }, 'capabilities'],
    ['an empty description', { capabilities: [{ ...ONE, description: ' ' }] }, 'capabilities.0.description'],
    ['1 001 characters', { capabilities: [{ ...ONE, description: 'x'.repeat(1_001) }] }, 'capabilities.0.description'],
    [
      'text that turns the line around',
      { capabilities: [{ ...ONE, description: 'a \u202e b' }] },
      'capabilities.0.description',
    ],
    ['a tag of two words', { capabilities: [{ ...ONE, tags: ['two words'] }] }, 'capabilities.0.tags.0'],
    ['a tag of 33 characters', { capabilities: [{ ...ONE, tags: ['x'.repeat(33)] }] }, 'capabilities.0.tags.0'],
    [
      '21 tags',
      { capabilities: [{ ...ONE, tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }] },
      'capabilities.0.tags',
    ],
    ['half a version', { capabilities: [{ ...ONE, version: '1.0' }] }, 'capabilities.0.version'],
    ['a version with a zero before', { capabilities: [{ ...ONE, version: '1.02.3' }] }, 'capabilities.0.version'],
    ['a field nobody knows', { capabilities: [{ ...ONE, price: 5 }] }, 'capabilities.0.price'],
    ['59 seconds', { ttl_seconds: 59 }, 'ttl_seconds'],
    ['366 days', { ttl_seconds: 366 * 86_400 }, 'ttl_seconds'],
    ['half a second', { ttl_seconds: 60.5 }, 'ttl_seconds'],
    ['a name of 81 characters', { name: 'x'.repeat(81) }, 'name'],
  ])('refuse %s, and use nothing up', async (_, over, path) => {
    const good = await registration()
    const bad = await call(postAgent, { body: { ...good, ...over } })
    expect([bad.status, bad.body.code]).toEqual([400, 'E9004'])
    expect(bad.body.errors.map((error: { path: string }) => error.path)).toContain(path)
    expect((await call(postAgent, { body: good })).status).toBe(201)
  })

  it.each<[string, string]>([
    ['limit=101', 'limit'],
    ['min_trust=1.1', 'min_trust'],
    ['min_trust=-1', 'min_trust'],
    ['min_trust=high', 'min_trust'],
    ['tags=two%20words', 'tags.0'],
    [`q=${'x'.repeat(201)}`, 'q'],
  ])('refuse to look for %s', async (query, path) => {
    const { status, body } = await call(findAgents, { query: `?${query}` })
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'E9004', path])
  })

  it('are for their owner alone, with the scope where there is a key', async () => {
    const eve = await person()
    const { did } = await agent(ann, { did: keyAgent().did })
    const say = (token: string | null, params = { did }) =>
      call(postAuditor, { token, params, body: { auditor: true } })
    const { key } = await createApiKey(ann.ctx, {
      name: 'k',
      scopes: ['receipts:read'],
      quotas: undefined,
      expires_at: undefined,
    })
    expect(await say(eve.token)).toMatchObject({ status: 403, body: { code: 'E9007' } })
    expect(await say(null)).toMatchObject({ status: 401, body: { code: 'E9005' } })
    expect(await say(key ?? '')).toMatchObject({ status: 403, body: { code: 'E9007' } })
    expect(await say(ann.token, { did: 'no-did' })).toMatchObject({ status: 404, body: { code: 'E8001' } })
    expect(await say(ann.token, { did: keyAgent().did })).toMatchObject({ status: 404, body: { code: 'E8001' } })
    expect(await call(getAgent, { params: { did: '../../etc' } })).toMatchObject({
      status: 404,
      body: { code: 'E8001' },
    })
  })
})
