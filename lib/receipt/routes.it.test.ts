import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET as getAnchor } from '@/app/api/v1/anchors/[root]/route'
import { GET as listEvents } from '@/app/api/v1/events/route'
import { GET as streamEvents } from '@/app/api/v1/events/stream/route'
import { GET as listEventTypes } from '@/app/api/v1/events/types/route'
import { POST as postAppeal } from '@/app/api/v1/receipts/[id]/appeal/route'
import { GET as getText } from '@/app/api/v1/receipts/[id]/attestation/route'
import { POST as postStatement } from '@/app/api/v1/receipts/[id]/attestations/route'
import { GET as getBundle } from '@/app/api/v1/receipts/[id]/bundle/route'
import { GET as getPdf } from '@/app/api/v1/receipts/[id]/bundle.pdf/route'
import { POST as finalize } from '@/app/api/v1/receipts/[id]/finalize/route'
import { GET as getReceipt } from '@/app/api/v1/receipts/[id]/route'
import { GET as listReceipts } from '@/app/api/v1/receipts/route'
import { POST as verify } from '@/app/api/v1/verify/route'
import { GET as getDesk } from '@/app/api/well-known/countersign/route'
import { confirmChallenge } from '@/lib/challenge/confirm'
import { database } from '@/lib/db/client'
import { EventAnswer, EventTypeAnswer } from '@/lib/event/schemas'
import type { Handler, Params } from '@/lib/http/spec'
import { checkDeskKeys } from '@/lib/proof/desk-keys'
import { ownDesk } from '@/test/desk-environment'
import { as, draft, sign } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { ReceiptAnswer, ReportAnswer } from './schemas'

let desk: TestDatabase
let creator: Person
let id: string
beforeAll(async () => {
  desk = await ownDesk()
  creator = await person()
  const solo = await draft(creator, { mode: 'SOLO', title: 'I will run a marathon' })
  const signature = await sign(creator, solo.id, { action: 'confirm' })
  id = (await confirmChallenge(as(creator), { id: solo.id, signature })).receipt_id as string
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

type Call = { by?: Person; params?: Params; query?: string; body?: BodyInit; headers?: Record<string, string> }
function call(handler: Handler, { by, params = {}, query = '', body, headers }: Call = {}): Promise<Response> {
  const request = new Request(`http://localhost:3000/api${query}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(by ? { authorization: `Bearer ${by.token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body }),
  })
  return handler(request, { params })
}
const refusal = async (answer: Promise<Response>) => {
  const response = await answer
  return [response.status, (await response.json()).code]
}

describe('receipts over HTTP', () => {
  it('are answered as the API page has them, also to nobody in particular', async () => {
    const answer = await (await call(getReceipt, { params: { id } })).json()
    expect(ReceiptAnswer.strict().parse(answer)).toMatchObject({ id, status: 'FINALIZED' })
    const list = await (await call(listReceipts, { by: creator })).json()
    expect(list).toEqual({ data: [answer], next_cursor: null })
    expect(await (await call(listReceipts)).json()).toEqual({ data: [], next_cursor: null })
  })

  it('of a challenge are seen before they are refused: decided already, and by no committee', async () => {
    const post = (handler: Handler, body: object) => {
      const headers = { 'content-type': 'application/json' }
      return call(handler, { by: creator, params: { id }, body: JSON.stringify(body), headers })
    }
    expect(await (await post(finalize, {})).json()).toEqual({ ok: true, status: 'FINALIZED' })
    const said = { type: 'AUDIT_PASS', signature: `0x${'11'.repeat(65)}` }
    expect(await refusal(post(postStatement, said))).toEqual([403, 'E7002'])
    const query = '?type=AUDIT_PASS'
    expect(await refusal(call(getText, { by: creator, params: { id }, query }))).toEqual([403, 'E7002'])
    expect(await refusal(post(postAppeal, {}))).toEqual([409, 'E7006'])
  })

  it('are E7001 when there is none by that id, whatever it looks like', async () => {
    for (const unknown of [`0x${'00'.repeat(32)}`, 'receipt', '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10']) {
      expect(await refusal(call(getReceipt, { params: { id: unknown } }))).toEqual([404, 'E7001'])
      expect(await refusal(call(getBundle, { params: { id: unknown } }))).toEqual([404, 'E7001'])
    }
  })

  it('come as a file that the verifier takes as it came', async () => {
    for (const query of ['', '?redacted=1']) {
      const response = await call(getBundle, { by: creator, params: { id }, query })
      const bytes = await response.arrayBuffer()
      const checked = await call(verify, { body: bytes, headers: { 'content-type': 'application/octet-stream' } })
      expect(ReportAnswer.strict().parse(await checked.json())).toMatchObject({ exit: 0, receipt_id: id })
    }
  })

  it('come as a dossier to print', async () => {
    const response = await call(getPdf, { by: creator, params: { id } })
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })
})

describe('the desk’s keys over HTTP', () => {
  it('are a document the verifier takes', async () => {
    const response = await call(getDesk)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(await checkDeskKeys(await response.json())).toHaveLength(1)
  })
})

describe('anchors over HTTP', () => {
  it('are 404 for a root that is not ours or none at all', async () => {
    for (const root of [`0x${'00'.repeat(32)}`, 'root']) {
      expect(await refusal(call(getAnchor, { params: { root } }))).toEqual([404, 'E9008'])
    }
  })
})

describe('events over HTTP', () => {
  it('are the caller’s, and need one', async () => {
    expect(await refusal(call(listEvents))).toEqual([401, 'E9005'])
    await expect
      .poll(async () => {
        const { data } = await (await call(listEvents, { by: creator, query: '?type=receipt.*' })).json()
        return data.map((event: unknown) => EventAnswer.strict().parse(event).type)
      })
      .toEqual(['receipt.issued'])
  })

  it('have a public catalogue', async () => {
    const { data } = await (await call(listEventTypes)).json()
    expect(data.map((entry: unknown) => EventTypeAnswer.strict().parse(entry).type)).toContain('receipt.anchored')
  })

  it('stream with the headers of a stream, to those who may read them', async () => {
    expect(await refusal(call(streamEvents))).toEqual([401, 'E9005'])
    const response = await call(streamEvents, { by: creator })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect(response.headers.get('x-request-id')).toBeTruthy()
    const reader = response.body?.getReader()
    expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^retry: 2000\nid: \d+:/)
    await reader?.cancel()
    expect(await refusal(call(streamEvents, { by: creator, headers: { 'last-event-id': 'x' } }))).toEqual([
      400,
      'E9004',
    ])
  })
})
