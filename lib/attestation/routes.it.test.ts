import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as workflow from '@/app/api/v1/attestation-workflows/[id]/route'
import * as dead from '@/app/api/v1/attestation-workflows/dead/route'
import * as proof from '@/app/api/v1/attestations/[uid]/proof/route'
import * as revocation from '@/app/api/v1/attestations/[uid]/revoke/route'
import * as attestation from '@/app/api/v1/attestations/[uid]/route'
import * as batch from '@/app/api/v1/attestations/batch/route'
import * as offchain from '@/app/api/v1/attestations/offchain/route'
import * as attestations from '@/app/api/v1/attestations/route'
import * as issuer from '@/app/api/v1/issuers/[id]/route'
import * as issuers from '@/app/api/v1/issuers/route'
import * as schemas from '@/app/api/v1/schemas/route'
import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Handlers } from '@/lib/http/handlers'
import type { Method } from '@/lib/http/spec'
import { newId } from '@/lib/id'
import { createApiKey } from '@/lib/identity/api-key/create'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { CAPABILITY_SCHEMA, CAPABILITY_UID } from './encode'
import { upsertAttestation } from './send/result-store'

let own: TestDatabase
let acme: Person
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
  acme = await person()
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

type Sent = {
  body?: unknown
  token?: string
  params?: Record<string, string>
  headers?: Record<string, string>
  query?: string
}

/** One call as a program makes it, and what it reads back. */
async function call(
  handlers: Handlers,
  method: Method,
  { body, token = acme.token, params = {}, headers = {}, query = '' }: Sent = {},
) {
  const request = new Request(`http://localhost:3000/api/v1/x${query}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      authorization: `Bearer ${token}`,
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const response = await handlers[method](request, { params })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
}

const CHAIN = 'eip155:31337'
const item = (changes: object = {}) => ({
  recipient: acme.address,
  integra_hash: `0x${'ab'.repeat(32)}`,
  token_id: '7',
  capabilities: ['view'],
  ...changes,
})

describe('attestations over HTTP', () => {
  it('answer as the API page says', async () => {
    const none = await call(attestations, 'POST', { body: { chain_id: CHAIN, schema: 'capability', ...item() } })
    expect(none).toMatchObject({ status: 409, body: { code: 'E9004', detail: expect.stringMatching(/POST issuers/) } })

    const wallet = { chain_id: CHAIN, kind: 'WALLET', address: acme.address }
    const named = await call(issuers, 'POST', { body: wallet })
    expect(named).toMatchObject({ status: 201, body: { chain_id: CHAIN, status: 'ACTIVE', address: acme.address } })
    expect(named.body.typed_data).toBeUndefined()
    expect((await call(issuers, 'GET', { query: '?chain_id=31337' })).body.data).toHaveLength(1)
    const listed = await call(schemas, 'GET')
    expect(listed.body.data).toHaveLength(3)
    expect(listed.body.data).toContainEqual(
      expect.objectContaining({ chain_id: CHAIN, uid: CAPABILITY_UID, definition: CAPABILITY_SCHEMA, own: false }),
    )

    const body = { chain_id: CHAIN, schema: CAPABILITY_UID, ...item() }
    const started = await call(attestations, 'POST', { body })
    expect(started).toMatchObject({ status: 202, body: { workflow_id: expect.any(String), status: 'PENDING' } })
    const seen = await call(workflow, 'GET', { params: { id: started.body.workflow_id }, query: '?after=-1' })
    expect(seen).toMatchObject({
      status: 200,
      body: { status: 'PENDING', confirmed: 0, total: 1, items: [{ index: 0, status: 'PENDING', ...item() }] },
    })
    expect((await call(dead, 'GET')).body).toEqual({ data: [], next_cursor: null })
    expect((await call(attestations, 'GET', { query: '?direction=sent' })).body).toEqual({
      data: [],
      next_cursor: null,
    })

    const ended = await call(issuer, 'DELETE', { params: { id: named.body.id } })
    expect(ended.status).toBe(204)
    await call(issuers, 'POST', { body: { ...wallet, kind: 'KEPT' } })
    await call(issuers, 'POST', { body: wallet })
  })

  it('list issuers and schemas page by page', async () => {
    for (const [handlers, limit, wanted] of [
      [issuers, 1, 2],
      [schemas, 2, 3],
    ] as const) {
      const whole = (await call(handlers, 'GET')).body
      expect([whole.data.length, whole.next_cursor]).toEqual([wanted, null])
      const first = (await call(handlers, 'GET', { query: `?limit=${limit}` })).body
      const second = (await call(handlers, 'GET', { query: `?limit=${limit}&cursor=${first.next_cursor}` })).body
      expect([...first.data, ...second.data]).toEqual(whole.data)
      expect(second.next_cursor).toBeNull()
      expect((await call(handlers, 'GET', { query: '?limit=201' })).status).toBe(400)
    }
  })

  it('take a batch once for an Idempotency-Key, and name what is wrong by index and field', async () => {
    const headers = { 'idempotency-key': newId() }
    const body = { chain_id: CHAIN, schema: 'capability', items: [item(), item({ token_id: 8 })] }
    const first = await call(batch, 'POST', { body, headers })
    const again = await call(batch, 'POST', { body, headers })
    expect(first).toMatchObject({ status: 202, body: { count: 2 } })
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    const other = await call(batch, 'POST', { body: { ...body, items: [item()] }, headers })
    expect(other).toMatchObject({ status: 422, body: { code: 'E9009' } })

    const before = await database().prisma.attestationWorkflow.count()
    const refusal = async (wrong: object) => {
      const { status, body: problem } = await call(batch, 'POST', { body: { ...body, items: [item(), item(wrong)] } })
      return [status, problem.code, problem.errors[0].path]
    }
    expect(await refusal({ recipient: '0x1' })).toEqual([400, 'E1001', 'items.1.recipient'])
    expect(await refusal({ token_id: 'seven' })).toEqual([400, 'E9004', 'items.1.token_id'])
    expect(await refusal({ expiration_time: '2001-01-01T00:00:00Z' })).toEqual([
      400,
      'E9004',
      'items.1.expiration_time',
    ])
    expect(await refusal({ capabilities: ['view', ''] })).toEqual([400, 'E9004', 'items.1.capabilities.1'])
    expect(await database().prisma.attestationWorkflow.count()).toBe(before)
  })

  it('off chain are made once they are signed, and name what is wrong', async () => {
    const body = { chain_id: CHAIN, ...item() }
    const asked = await call(offchain, 'POST', { body })
    expect(asked).toMatchObject({ status: 200, body: { status: 'UNSIGNED' } })
    const { EIP712Domain: _, ...types } = asked.body.typed_data.types
    const signature = await acme.account.signTypedData({ ...asked.body.typed_data, types })
    const { message } = asked.body.typed_data
    const made = await call(offchain, 'POST', { body: { chain_id: CHAIN, message, signature } })
    expect(made).toMatchObject({ status: 201, body: { status: 'SIGNED', uid: asked.body.uid } })

    const { capabilities: _named, ...misspelt } = body
    const wrong = await call(offchain, 'POST', { body: { ...misspelt, capabilitys: ['view'] } })
    expect(wrong).toMatchObject({ status: 400, body: { code: 'E9004', errors: [{ path: 'capabilitys' }] } })
  })

  it('are nobody else’s, and have no other address', async () => {
    const stranger = await person()
    const [flow] = await database().prisma.attestationWorkflow.findMany({ take: 1 })
    const theirs = await call(workflow, 'GET', { params: { id: flow?.id ?? '' }, token: stranger.token })
    expect(theirs).toMatchObject({ status: 404, body: { code: 'E7001' } })
    for (const uid of ['abc', `0x${'00'.repeat(32)}`]) {
      expect(await call(attestation, 'GET', { params: { uid } })).toMatchObject({
        status: 404,
        body: { code: 'E7001' },
      })
    }
    const uid = `0x${'7e'.repeat(32)}` as const
    await upsertAttestation(sqlOver(database().pool), {
      ...{ chainId: 31337, isCapability: false, organizationId: acme.organizationId, now: currentTime() },
      ...{ attested: null, revokedTx: null },
      standing: {
        ...{ uid, schema: CAPABILITY_UID, attester: acme.address, recipient: acme.address, data: '0x', refUID: uid },
        ...{ time: 1_700_000_000n, expirationTime: 0n, revocationTime: 0n, revocable: true },
      },
    })
    const asks: [Handlers, Method, object][] = [
      [attestation, 'GET', {}],
      [proof, 'GET', {}],
      [revocation, 'POST', { body: {} }],
    ]
    for (const [handlers, method, sent] of asks) {
      const asked = await call(handlers, method, { ...sent, params: { uid }, token: stranger.token })
      expect(asked).toMatchObject({ status: 404, body: { code: 'E7001' } })
    }
    expect((await call(attestation, 'GET', { params: { uid } })).body).toMatchObject({ uid, status: 'CONFIRMED' })
    expect((await call(proof, 'GET', { params: { uid } })).body).toMatchObject({ uid })

    const body = { chain_id: CHAIN, schema: `0x${'12'.repeat(32)}`, ...item() }
    expect(await call(attestations, 'POST', { body })).toMatchObject({ status: 403, body: { code: 'E7005' } })
    expect((await call(attestations, 'POST', { body, token: 'nobody' })).status).toBe(401)
  })

  it('take no key where somebody has to be there', async () => {
    const key = { name: 'k', scopes: ['attestations:write'], quotas: undefined, expires_at: undefined }
    const { key: token } = await createApiKey(acme.ctx, key)
    const refused = { status: 403, body: { code: 'E9007' } }
    const wallet = { chain_id: CHAIN, kind: 'WALLET', address: acme.address }
    expect(await call(issuers, 'POST', { body: wallet, token })).toMatchObject(refused)
    expect(await call(issuer, 'DELETE', { params: { id: newId() }, token })).toMatchObject(refused)
    const schema = { chain_id: CHAIN, name: 'Mine', uid: CAPABILITY_UID }
    expect(await call(schemas, 'POST', { body: schema, token })).toMatchObject(refused)
  })
})
