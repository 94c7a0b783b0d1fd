import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST as drawFaucet } from '@/app/api/v1/credits/faucet/route'
import { GET as getCredits } from '@/app/api/v1/credits/route'
import { POST as issueCredits } from '@/app/api/v1/ops/credits/route'
import { POST as postAppeal } from '@/app/api/v1/receipts/[id]/appeal/route'
import { GET as getCommittee } from '@/app/api/v1/receipts/[id]/committee/route'
import { GET as getReceipt } from '@/app/api/v1/receipts/[id]/route'
import { GET as listReceipts, POST as postReceipt } from '@/app/api/v1/receipts/route'
import { currentTime } from '@/lib/clock'
import { CommitteeAnswer } from '@/lib/committee/committee-schemas'
import { BalanceAnswer, CreditsAnswer } from '@/lib/credit/schemas'
import { database } from '@/lib/db/client'
import type { Handler, Params } from '@/lib/http/spec'
import { type Receipt, receiptId } from '@/lib/proof/receipt'
import { ownDesk } from '@/test/desk-environment'
import { auditors } from '@/test/factories/agents'
import { type Person, person } from '@/test/factories/people'
import { seatRound, taskReceipt } from '@/test/factories/tasks'
import type { TestDatabase } from '@/test/services/database'
import { attest, seatAgain, seatedTask } from './attestation.fixture'
import { ReceiptAnswer } from './schemas'

let desk: TestDatabase
let client: Person
let provider: Person
let members: Person[]
beforeAll(async () => {
  desk = await ownDesk()
  ;[client, provider, members] = await Promise.all([person(), person(), auditors(3)])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

type Call = { by?: Person | undefined; params?: Params; query?: string; json?: unknown; key?: string }
async function call(handler: Handler, { by, params = {}, query = '', json, key }: Call = {}) {
  const request = new Request(`http://localhost:3000/api/v1/receipts${query}`, {
    method: json === undefined ? 'GET' : 'POST',
    headers: {
      ...(by ? { authorization: `Bearer ${by.token}` } : {}),
      ...(key ? { 'idempotency-key': key } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  })
  const response = await handler(request, { params })
  return {
    status: response.status,
    replayed: response.headers.get('idempotency-replayed'),
    body: await response.json(),
  }
}
const task = () => taskReceipt({ client, provider })

describe('receipts of tasks over HTTP', () => {
  it('are taken, answered and repeated as the API page has them', async () => {
    const json = await task()
    const made = await call(postReceipt, { by: client, json, key: 'one' })
    expect(made.status).toBe(201)
    const { id } = ReceiptAnswer.strict().parse(made.body)
    expect(id).toBe(receiptId(json.receipt))
    expect(await call(postReceipt, { by: client, json, key: 'one' })).toEqual({ ...made, replayed: 'true' })
    expect((await call(postReceipt, { by: provider, json })).status).toBe(201)

    const shown = await call(getReceipt, { params: { id } })
    expect(ReceiptAnswer.strict().parse(shown.body).attestations).toHaveLength(2)
    const listed = await call(listReceipts, { by: provider, query: '?mine=1&kind=task&status=AWAITING_COMMITTEE' })
    expect(listed.body.data.map((one: { id: string }) => one.id)).toContain(id)

    const waiting = CommitteeAnswer.strict().parse((await call(getCommittee, { params: { id } })).body)
    expect(waiting).toMatchObject({ state: 'WAITING', round: 0, randomness: null })
    await seatRound(
      id as `0x${string}`,
      members.map(({ address }) => address),
      { k: 2 },
    )
    const seated = CommitteeAnswer.strict().parse((await call(getCommittee, { params: { id } })).body)
    expect(seated.committee).toHaveLength(3)
  })

  it('are refused by the field that is wrong', async () => {
    const good = await task()
    const refused = async (over: Partial<Receipt>) => {
      const { status, body } = await call(postReceipt, {
        by: client,
        json: { ...good, receipt: { ...good.receipt, ...over } },
      })
      return [status, body.code, body.errors?.map(({ path }: { path: string }) => path)]
    }
    const parties = good.receipt.parties
    expect(
      await refused({
        parties: [...parties].reverse().map((one, i) => ({ ...one, role: ['client', 'provider'][i] })),
      } as Partial<Receipt>),
    ).toEqual([400, 'E9004', ['receipt.parties']])
    expect(await refused({ parties: parties.slice(0, 1) } as Partial<Receipt>)).toEqual([
      400,
      'E9004',
      ['receipt.parties'],
    ])
    expect(await refused({ quorum: { kind: 'committee', k: 1, m: 1 } })).toEqual([400, 'E9004', ['receipt.quorum']])
    expect(await refused({ issued_at: '2026-01-01T00:00:00.000Z' })).toEqual([400, 'E9004', ['receipt.issued_at']])
    expect(await refused({ split: true })).toEqual([400, 'E9004', ['receipt.split']])
    expect((await refused({ subject: 'a\u0000b' })).slice(0, 2)).toEqual([400, 'E9004'])
    expect((await refused({ subject: 'a\ud800b' })).slice(0, 2)).toEqual([400, 'E9004'])
    expect((await refused({ subject: 'literally \\u0000' })).slice(0, 2)).toEqual([400, 'E1006'])
    expect((await call(postReceipt, { json: good })).status).toBe(401)
    expect(
      (await call(postReceipt, { by: client, json: { ...good, signatures: good.signatures.slice(1) } })).status,
    ).toBe(400)
  })

  it('have a committee and an appeal only when they are there', async () => {
    const params = { id: `0x${'00'.repeat(32)}` }
    expect(await call(getCommittee, { params })).toMatchObject({ status: 404, body: { code: 'E7001' } })
    expect(await call(postAppeal, { by: client, params, json: {} })).toMatchObject({
      status: 404,
      body: { code: 'E7001' },
    })
    const made = await call(postReceipt, { by: client, json: await task() })
    const early = await call(postAppeal, { by: client, params: { id: made.body.id }, json: {} })
    expect(early).toMatchObject({ status: 409, body: { code: 'E7006' } })
  })
})

describe('what somebody wrote', () => {
  it('is for both sides and whoever was drawn to judge, and for nobody else', async () => {
    const [first, second, third] = members as [Person, Person, Person]
    const stranger = await person()
    const sides = { client, provider, visibility: 'public' as const }
    const id = await seatedTask({ ...sides, members: [first.address, second.address] })
    const evidence = { evidence_hash: `0x${'5e'.repeat(32)}`, evidence_ref: 'https://example.org/Jane-Doe' }
    await attest(first, id, 'SAFETY_PASS', evidence)
    await seatAgain(id, [second.address, third.address], 2)
    await database().prisma.appeal.create({
      data: {
        ...{ receiptId: id, userId: client.userId, did: 'did:key:x', round: 9, appealed: 'FAILED', state: 'OPEN' },
        ...{ bondAtomic: 1, reason: 'Jane Doe was ill', createdAt: currentTime() },
      },
    })

    const read = async (by?: Person) => {
      const params = { id }
      const whole = ReceiptAnswer.strict().parse((await call(getReceipt, { by, params })).body)
      const { appeal } = CommitteeAnswer.strict().parse((await call(getCommittee, { by, params })).body)
      const listed = (await call(listReceipts, { by, query: '?kind=task' })).body.data as (typeof whole)[]
      const refOf = (one?: typeof whole) => one?.attestations.find(({ type }) => type === 'SAFETY_PASS')?.evidence_ref
      return [refOf(whole), appeal?.reason, refOf(listed.find((one) => one.id === id))]
    }
    const { evidence_ref } = evidence
    for (const by of [client, provider])
      expect(await read(by)).toEqual([evidence_ref, 'Jane Doe was ill', evidence_ref])
    for (const by of [first, third]) expect(await read(by)).toEqual([evidence_ref, 'Jane Doe was ill', null])
    for (const by of [undefined, stranger]) expect(await read(by)).toEqual([null, null, null])
  })
})

describe('credits over HTTP', () => {
  it('are answered as the API page has them', async () => {
    const drawn = await call(drawFaucet, { by: client, json: { amount_atomic: '2500' } })
    expect(drawn.status).toBe(201)
    expect(BalanceAnswer.strict().parse(drawn.body).balance_atomic).toBe('2500')
    const { body } = await call(getCredits, { by: client })
    expect(CreditsAnswer.strict().parse(body)).toMatchObject({ total_atomic: '2500', postings: [{ kind: 'faucet' }] })
    expect((await call(getCredits)).status).toBe(401)
    expect((await call(drawFaucet, { by: client, json: { amount_atomic: '1000001' } })).status).toBe(400)
    const json = { did: drawn.body.did, amount_atomic: '1', reference: 'x' }
    expect(await call(issueCredits, { by: client, json })).toMatchObject({ status: 404, body: { code: 'E9008' } })
  })
})
