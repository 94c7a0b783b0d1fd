import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as getAudits } from '@/app/api/v1/audits/route'
import { GET as getText } from '@/app/api/v1/receipts/[id]/attestation/route'
import { POST as postStatement } from '@/app/api/v1/receipts/[id]/attestations/route'
import { POST as finalize } from '@/app/api/v1/receipts/[id]/finalize/route'
import { GET as getVerdict } from '@/app/api/v1/verdicts/[id]/route'
import { database } from '@/lib/db/client'
import type { Handler } from '@/lib/http/spec'
import { newId } from '@/lib/id'
import { createApiKey } from '@/lib/identity/api-key/create'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { seatedTask } from './attestation.fixture'
import { AttestedAnswer, FinalizeAnswer, TextAnswer, VerdictAnswer } from './attestation-schemas'

let desk: TestDatabase
let [client, provider, one, two, three]: Person[] = []
let id: Hex
beforeAll(async () => {
  desk = await ownDesk()
  ;[client, provider, one, two, three] = await Promise.all(Array.from({ length: 5 }, () => person()))
  const members = [one, two, three].map((member) => (member as Person).address)
  id = await seatedTask({ client: client as Person, provider: provider as Person, members })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

type Ask = { query?: string; body?: unknown; headers?: Record<string, string>; id?: string; token?: string }

async function call(handler: Handler, by: Person | null, ask: Ask = {}) {
  const { query = '', body, headers = {}, token = by?.token } = ask
  const request = new Request(`http://localhost:3000/api/v1/x${query}`, {
    method: [getText, getVerdict, getAudits].includes(handler) ? 'GET' : 'POST',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await handler(request, { params: { id: ask.id ?? id } })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

async function signed(by: Person, said: Record<string, string | number>) {
  const query = `?${new URLSearchParams(Object.entries(said).map(([name, value]) => [name, `${value}`]))}`
  const { body } = await call(getText, by, { query })
  const { typed_data } = TextAnswer.strict().parse(body)
  const signature = await by.account.signTypedData(typed_data as Parameters<Person['account']['signTypedData']>[0])
  return { ...said, signature }
}

describe('statements over HTTP', () => {
  it('are refused by the field that is wrong', async () => {
    const good = { type: 'AUDIT_PASS', score: 0.9, signature: `0x${'11'.repeat(65)}` }
    const wrong: [string, object][] = [
      ['score', { ...good, score: 1.1 }],
      ['score', { ...good, score: 0.12345 }],
      ['confidence', { ...good, confidence: -0.5 }],
      ['type', { ...good, type: 'COUNTERSIGNED' }],
      ['evidence_hash', { ...good, evidence_hash: '0x12' }],
      ['round', { ...good, round: 0.5 }],
      ['signature', { type: 'AUDIT_PASS' }],
    ]
    for (const [path, body] of wrong) {
      const answer = await call(postStatement, one as Person, { body })
      expect([path, answer.status, answer.body.code, answer.body.errors?.[0]?.path]).toEqual([path, 400, 'E9004', path])
    }
    const query = '?type=AUDIT_PASS&score=0.12345'
    expect((await call(getText, one as Person, { query })).body).toMatchObject({ status: 400, code: 'E9004' })
    const unknown = { ...good, message: { statement: 'AUDIT_PASS' } }
    expect(await call(postStatement, one as Person, { body: unknown })).toMatchObject({ status: 400 })
    expect(await call(postStatement, one as Person, { body: good })).toMatchObject({
      status: 400,
      body: { code: 'E1008' },
    })
  })

  it('need somebody who may write receipts, and a receipt', async () => {
    const body = { type: 'AUDIT_PASS', signature: '0x00' }
    expect((await call(postStatement, null, { body })).body).toMatchObject({ status: 401, code: 'E9005' })
    expect((await call(getText, null, { query: '?type=AUDIT_PASS' })).status).toBe(401)
    const key = { name: 'k', scopes: ['receipts:read'], quotas: undefined, expires_at: undefined }
    const { key: token } = await createApiKey((one as Person).ctx, key)
    expect((await call(postStatement, null, { body, token })).body).toMatchObject({ status: 403, code: 'E9007' })
    const writing = await createApiKey((one as Person).ctx, { ...key, scopes: ['receipts:write'] })
    expect((await call(getAudits, null, { token: writing.key })).body.data).toMatchObject([{ receipt_id: id }])
    const other = await createApiKey((one as Person).ctx, { ...key, scopes: ['events:read'] })
    expect((await call(getAudits, null, { token: other.key })).body).toMatchObject({ status: 403, code: 'E9007' })
    for (const nothing of [`0x${'0'.repeat(64)}`, 'nothing']) {
      const missing = { status: 404, body: { code: 'E7001' } }
      expect(await call(postStatement, one as Person, { body, id: nothing })).toMatchObject(missing)
      expect(await call(finalize, one as Person, { id: nothing })).toMatchObject(missing)
      expect(await call(getVerdict, null, { id: nothing })).toMatchObject(missing)
    }
  })

  it('are taken, repeated by their key, and end the receipt, as the API page has them', async () => {
    const early = await call(finalize, provider as Person)
    expect(early.body).toMatchObject({ status: 409, code: 'E7003', detail: 'QUORUM_NOT_MET: needed 2, have 0' })

    const body = await signed(one as Person, { type: 'AUDIT_PASS', score: 0.9, confidence: 0.25 })
    const headers = { 'idempotency-key': newId() }
    const first = await call(postStatement, one as Person, { body, headers })
    expect(first.status).toBe(201)
    expect(AttestedAnswer.strict().parse(first.body)).toMatchObject({ score: 0.9, confidence: 0.25, status: 'PENDING' })
    const again = await call(postStatement, one as Person, { body, headers })
    expect([again.status, again.body, again.headers.get('idempotency-replayed')]).toEqual([201, first.body, 'true'])
    const twice = await call(postStatement, one as Person, { body })
    expect(twice.body).toMatchObject({ status: 409, code: 'E7004' })

    const last = await call(postStatement, two as Person, { body: await signed(two as Person, { type: 'AUDIT_PASS' }) })
    expect(last.body).toMatchObject({ status: 'FINALIZED', score: null, quorum: { k: 2, m: 3, passes: 2, fails: 0 } })
    const end = await call(finalize, three as Person)
    expect(FinalizeAnswer.strict().parse(end.body)).toEqual({ ok: true, status: 'FINALIZED' })

    const { id: verdict } = await database().prisma.verdict.findFirstOrThrow({ where: { receiptId: id } })
    const shown = await call(getVerdict, null, { id: verdict })
    expect(VerdictAnswer.strict().parse(shown.body)).toMatchObject({ id: verdict, receipt_id: id })
  })
})
