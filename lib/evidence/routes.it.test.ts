import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as audits from '@/app/api/v1/audits/route'
import * as file from '@/app/api/v1/cases/[id]/evidence/[evidence]/route'
import * as dispute from '@/app/api/v1/cases/[id]/route'
import * as votes from '@/app/api/v1/cases/[id]/votes/route'
import * as disputes from '@/app/api/v1/challenges/[id]/dispute/route'
import * as upload from '@/app/api/v1/challenges/[id]/evidence/route'
import * as rosters from '@/app/api/v1/rosters/[epoch]/route'
import { committeeBody, disputedChallenge } from '@/lib/committee/panel.fixture'
import { AuditAnswer, CaseAnswer, RosterAnswer } from '@/lib/committee/schemas'
import { database } from '@/lib/db/client'
import { pageOf } from '@/lib/http/page'
import { ownDesk } from '@/test/desk-environment'
import { lockedChallenge } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { EvidenceAnswer } from './schemas'

const BYTES = new TextEncoder().encode('a photo')
const SHA256 = `0x${createHash('sha256').update(BYTES).digest('hex')}`

let desk: TestDatabase
let creator: Person
let other: Person
let stranger: Person
let at: { id: string; caseId: string }
beforeAll(async () => {
  desk = await ownDesk()
  const [ada, bob, eve] = await Promise.all([person(), person({ index: 8 }), person()])
  creator = ada
  other = bob
  stranger = eve
  at = await disputedChallenge(ada, bob, committeeBody({ k: 2, m: 3 }))
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

type Door = (request: Request, context: { params: Record<string, string> }) => Promise<Response>
const call = (door: Door, params: Record<string, string>, who: Person | null, query = '', body?: BodyInit) =>
  door(
    new Request(`http://localhost:3000/api/v1/x${query}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: who ? { authorization: `Bearer ${who.token}`, 'content-type': 'application/json' } : {},
      ...(body === undefined ? {} : { body }),
    }),
    { params },
  )

it('takes a file of any kind whole, and gives it back to whom it is shown', async () => {
  const query = `?name=photo.jpg&sha256=${SHA256}&size=${BYTES.byteLength}`
  const kept = await call(upload.POST, { id: at.id }, creator, query, BYTES)
  expect(kept.status).toBe(201)
  const { id } = EvidenceAnswer.parse(await kept.json())

  const params = { id: at.caseId, evidence: id }
  const back = await call(file.GET, params, creator)
  expect(Buffer.from(await back.arrayBuffer()).equals(BYTES)).toBe(true)
  expect(back.headers.get('content-disposition')).toMatch(/^attachment/)
  expect(back.headers.get('content-security-policy')).toContain('sandbox')
  expect((await call(file.GET, params, stranger)).status).toBe(404)
  expect((await call(file.GET, params, null)).status).toBe(401)
  expect((await call(upload.POST, { id: at.id }, stranger, query, BYTES)).status).toBe(404)
  expect((await call(upload.POST, { id: at.id }, creator, '?name=a', BYTES)).status).toBe(400)
  const tooLarge = new Uint8Array(10 * 1024 * 1024 + 1)
  expect((await call(upload.POST, { id: at.id }, creator, query, tooLarge)).status).toBe(413)
})

it('answers as its schemas say', async () => {
  CaseAnswer.parse(await (await call(dispute.GET, { id: at.caseId }, creator)).json())
  pageOf(AuditAnswer).parse(await (await call(audits.GET, {}, creator)).json())
  RosterAnswer.parse(await (await call(rosters.GET, { epoch: 'current' }, null)).json())
  for (const epoch of ['1', 'next', '-1']) {
    expect((await call(rosters.GET, { epoch }, null)).status, epoch).toBe(404)
  }
  expect((await call(dispute.GET, { id: at.caseId }, stranger)).status).toBe(404)
  expect((await call(dispute.GET, { id: 'x' }, creator)).status).toBe(404)
  const body = JSON.stringify({ outcome: 'DRAW', signature: '0x' })
  const refused = await call(votes.POST, { id: at.caseId }, stranger, '', body)
  expect([refused.status, (await refused.json()).code]).toEqual([403, 'E7002'])
})

it('makes a dispute once for a key, however often it is sent', async () => {
  const { id } = await lockedChallenge(creator, other, committeeBody({ k: 2, m: 3 }))
  const send = (reason: string) =>
    disputes.POST(
      new Request('http://localhost:3000/api/v1/x', {
        method: 'POST',
        headers: {
          authorization: `Bearer ${creator.token}`,
          'content-type': 'application/json',
          'idempotency-key': `dispute-${id}`,
        },
        body: JSON.stringify({ reason }),
      }),
      { params: { id } },
    )
  const first = await send('It never arrived.')
  const again = await send('It never arrived.')
  expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 200, 'true'])
  expect((await send('It arrived broken.')).status).toBe(422)
})
