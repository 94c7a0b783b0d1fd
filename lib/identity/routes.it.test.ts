import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as rotate from '@/app/api/v1/api-keys/[id]/rotate/route'
import * as apiKey from '@/app/api/v1/api-keys/[id]/route'
import * as apiKeys from '@/app/api/v1/api-keys/route'
import * as me from '@/app/api/v1/me/route'
import * as session from '@/app/api/v1/me/sessions/[id]/route'
import * as sessions from '@/app/api/v1/me/sessions/route'
import * as member from '@/app/api/v1/organizations/[id]/members/[user]/route'
import * as members from '@/app/api/v1/organizations/[id]/members/route'
import * as organizations from '@/app/api/v1/organizations/route'
import * as challenge from '@/app/api/v1/wallet/challenge/route'
import * as verify from '@/app/api/v1/wallet/verify/route'
import { database } from '@/lib/db/client'
import type { Handlers } from '@/lib/http/handlers'
import type { Method } from '@/lib/http/spec'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

type Sent = { body?: unknown; token?: string; params?: Record<string, string>; headers?: Record<string, string> }

/** One call as a program makes it, and what it reads back. */
async function call(handlers: Handlers, method: Method, { body, token, params = {}, headers = {} }: Sent = {}) {
  const request = new Request('http://localhost:3000/api/v1/x', {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const response = await handlers[method](request, { params })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
}

const newAccount = () => privateKeyToAccount(generatePrivateKey())
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

async function signedText(account = newAccount()) {
  const body = { wallet_address: account.address, chain_id: 'eip155:31337' }
  const made = await call(challenge, 'POST', { body })
  const { challenge_id, message } = made.body
  return { made, attempt: { challenge_id, signature: await account.signMessage({ message }) } }
}

describe('wallet proof over HTTP', () => {
  it('answers as the API page says', async () => {
    const account = newAccount()
    const { made, attempt } = await signedText(account)
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      challenge_id: expect.any(String),
      message: expect.stringContaining(account.address),
      nonce: expect.any(String),
      expires_at: expect.stringMatching(RFC3339),
    })

    const verified = await call(verify, 'POST', { body: attempt, headers: { 'user-agent': 'curl/8' } })
    expect(verified.status).toBe(200)
    expect(verified.body).toEqual({
      status: 'VERIFIED',
      wallet_address: account.address.toLowerCase(),
      did: `did:pkh:eip155:31337:${account.address.toLowerCase()}`,
      verified_at: expect.stringMatching(RFC3339),
      access_token: expect.stringMatching(/^cst_/),
      expires_in: 3600,
    })
    const listed = await call(sessions, 'GET', { token: verified.body.access_token })
    expect(listed.body.data).toEqual([expect.objectContaining({ kind: 'TOKEN', current: true, user_agent: 'curl/8' })])
  })

  it('lets one of 50 calls at once through', async () => {
    const { attempt } = await signedText()
    const answers = await Promise.all(Array.from({ length: 50 }, () => call(verify, 'POST', { body: attempt })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 49 }, () => 409)])
    expect(new Set(answers.filter(({ status }) => status === 409).map(({ body }) => body.code))).toEqual(
      new Set(['E1007']),
    )
  })

  it.each([
    [400, 'E1001', { wallet_address: '0x12', chain_id: 1 }],
    [400, 'E1002', { wallet_address: `0x${'1'.repeat(40)}`, chain_id: 'eip155:2' }],
    [400, 'E9004', { wallet_address: `0x${'1'.repeat(40)}`, chain_id: 1, colour: 'red' }],
    [401, 'E9005', { wallet_address: `0x${'1'.repeat(40)}`, chain_id: 1, purpose: 'link_wallet' }],
  ])('refuses a challenge with %i %s for %j', async (status, code, body) => {
    expect(await call(challenge, 'POST', { body })).toMatchObject({ status, body: { code } })
  })

  it.each([
    [404, 'E1003', { challenge_id: newId(), signature: '0x' }],
    [400, 'E9004', { challenge_id: 'x', signature: '0x' }],
    [400, 'E9004', { challenge_id: newId() }],
  ])('refuses a proof with %i %s for %j', async (status, code, body) => {
    expect(await call(verify, 'POST', { body })).toMatchObject({ status, body: { code } })
  })

  it('repeats a challenge for the same Idempotency-Key', async () => {
    const body = { wallet_address: newAccount().address, chain_id: 1 }
    const headers = { 'idempotency-key': newId() }
    const [first, second] = [
      await call(challenge, 'POST', { body, headers }),
      await call(challenge, 'POST', { body, headers }),
    ]
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
  })
})

describe('account over HTTP', () => {
  it('shows, renames and erases', async () => {
    const { token, address } = await person()
    expect(await call(me, 'GET', { token })).toMatchObject({
      status: 200,
      body: {
        wallets: [{ address, chain_id: 'eip155:31337', kind: 'EOA', verified_at: expect.stringMatching(RFC3339) }],
      },
    })
    expect(await call(me, 'PATCH', { token, body: { name: 'Alice' } })).toMatchObject({
      status: 200,
      body: { name: 'Alice' },
    })
    expect(await call(me, 'DELETE', { token })).toMatchObject({ status: 204, body: null })
    expect(await call(me, 'GET', { token })).toMatchObject({ status: 401, body: { code: 'E9006' } })
    expect(await call(me, 'GET')).toMatchObject({ status: 401, body: { code: 'E9005' } })
  })

  it('ends sessions', async () => {
    const [alice, bob] = [await person(), await person()]
    const id = alice.ctx.actor.sessionId ?? ''
    expect(await call(session, 'DELETE', { token: bob.token, params: { id } })).toMatchObject({
      status: 404,
      body: { code: 'E9008' },
    })
    expect(await call(session, 'DELETE', { token: alice.token, params: { id: 'x' } })).toMatchObject({
      status: 404,
      body: { code: 'E9008' },
    })
    expect(await call(session, 'DELETE', { token: alice.token, params: { id } })).toMatchObject({ status: 204 })
    expect(await call(sessions, 'GET', { token: alice.token })).toMatchObject({ status: 401, body: { code: 'E9006' } })
  })
})

describe('API keys over HTTP', () => {
  it('are made once for an Idempotency-Key, and shown once', async () => {
    const { token } = await person()
    const body = {
      name: 'deploys',
      scopes: ['deployments.create'],
      expires_at: new Date(Date.now() + 60_000).toISOString(),
    }
    const headers = { 'idempotency-key': newId() }
    const first = await call(apiKeys, 'POST', { token, body, headers })
    const second = await call(apiKeys, 'POST', { token, body, headers })
    expect(first).toMatchObject({
      status: 201,
      body: { key: expect.stringMatching(/^csk_/), scopes: ['deployments.create'] },
    })
    expect(second.body).toEqual({ ...first.body, key: null, secret_omitted: true })
    expect((await call(apiKeys, 'GET', { token })).body.data).toHaveLength(1)
    expect((await call(apiKeys, 'GET', { token: first.body.key })).status).toBe(200)
  })

  it('rotate and end', async () => {
    const { token } = await person()
    const { id, key } = (await call(apiKeys, 'POST', { token, body: { name: 'k', scopes: ['events:read'] } })).body
    const rotated = await call(rotate, 'POST', { token, params: { id } })
    expect(rotated).toMatchObject({ status: 200, body: { id, key: expect.stringMatching(/^csk_/) } })
    expect((await call(me, 'GET', { token: key })).status).toBe(401)
    expect((await call(me, 'GET', { token: rotated.body.key })).status).toBe(200)

    expect((await call(apiKey, 'DELETE', { token, params: { id } })).status).toBe(204)
    expect((await call(me, 'GET', { token: rotated.body.key })).status).toBe(401)
    expect(await call(apiKey, 'DELETE', { token, params: { id } })).toMatchObject({
      status: 404,
      body: { code: 'E9008' },
    })
  })
})

describe('organizations over HTTP', () => {
  it('are made, joined, acted in and left', async () => {
    const [alice, bob] = [await person(), await person()]
    const made = await call(organizations, 'POST', { token: alice.token, body: { name: 'Acme' } })
    expect(made).toMatchObject({ status: 201, body: { name: 'Acme', role: 'owner', personal: false, sandbox: false } })

    const { id } = made.body
    const added = await call(members, 'POST', {
      token: alice.token,
      params: { id },
      body: { wallet_address: bob.address, role: 'reader' },
    })
    expect(added).toMatchObject({ status: 201, body: { user_id: bob.userId, role: 'reader' } })
    expect((await call(organizations, 'GET', { token: bob.token })).body.data).toHaveLength(2)

    const inAcme = { token: bob.token, headers: { 'x-organization': id } }
    const key = { body: { name: 'k', scopes: ['events:read'] } }
    expect(await call(apiKeys, 'POST', { ...inAcme, ...key })).toMatchObject({ status: 403, body: { code: 'E9007' } })

    const params = { id, user: bob.userId }
    expect(await call(member, 'PATCH', { token: alice.token, params, body: { role: 'member' } })).toMatchObject({
      status: 200,
    })
    expect(await call(apiKeys, 'POST', { ...inAcme, ...key })).toMatchObject({
      status: 201,
      body: { organization_id: id },
    })
    expect((await call(member, 'DELETE', { token: bob.token, params })).status).toBe(204)
    expect(await call(members, 'GET', { token: bob.token, params: { id } })).toMatchObject({
      status: 404,
      body: { code: 'E9008' },
    })
    expect(await call(me, 'GET', inAcme)).toMatchObject({ status: 403, body: { code: 'E9007' } })
  })
})
