import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { log } from '@/lib/log'
import type { Client } from './client'
import { signedIn } from './client'
import { type Desk, startDesk } from './desk'
import {
  auditorsOf,
  type Committee,
  didOf,
  patiently,
  say,
  seatedOf,
  seatedTask,
  signed,
  type Task,
  untilRound,
} from './tasks'

let desk: Desk
let [client, provider, outsider]: Client[] = []
let auditors: Client[]
const sides = () => [client, provider] as [Client, Client]

beforeAll(async () => {
  desk = await startDesk({ env: { COUNTERSIGN_TEST_CLOCK: '1' } })
  ;[client, provider, outsider] = await Promise.all([signedIn(desk), signedIn(desk), signedIn(desk)])
  auditors = await auditorsOf(desk)
})
afterAll(() => desk?.close())

type Entries = { data: { receipt_id: string; dimension: string; fold: number }[] }
const movesOf = async (id: string) =>
  (await sides()[0].get<Entries>(`/reputation/${didOf(sides()[1])}/history?limit=200`)).data.filter(
    ({ receipt_id }) => receipt_id === id,
  )
const refusal = async (who: Client, id: string, body: object) => {
  const { status, body: problem } = await who.call('POST', `/receipts/${id}/attestations`, { body })
  return [status, problem?.code]
}
const unseated = ({ committee }: Committee) =>
  auditors.filter(({ address }) => !committee.some((s) => s.member === address))

type Verdict = { id: string; verdict: { status: string; attestations: string[] }; anchor: { state: string } }
type Report = { exit: number; links: { name: string; verdict: string; detail: string }[] }

/** Once verdict and receipt are anchored, whoever holds the file can tell that nothing of it is a lie. */
async function verified(id: string): Promise<void> {
  const [reader] = sides()
  const verdict = await patiently('the verdict’s anchor', async () => {
    const { data } = await reader.get<{ data: { data: { verdict_id: string } }[] }>(`/events?type=receipt.finalized`)
    if (!data[0]) return null
    const found = await reader.get<Verdict>(`/verdicts/${data[0].data.verdict_id}`)
    return found.anchor.state === 'FINAL' ? found : null
  })
  // Three passes and the client's word; what came too late is not in it.
  expect(verdict.verdict).toMatchObject({ receipt: id, status: 'FINALIZED' })
  expect(verdict.verdict.attestations).toHaveLength(4)
  const { text } = await reader.call('GET', `/receipts/${id}/bundle`)
  const report = await reader.post<Report>('/verify', undefined, { raw: text })
  expect(report.links.filter((link) => link.verdict === 'broken')).toEqual([])
  expect(report.links).toContainEqual(expect.objectContaining({ name: 'verdict', verdict: 'proven' }))
  expect(report.exit).not.toBe(1)
}

describe('seven auditors, three of five', () => {
  it('three passes end it at once, move the reputation once, and nobody else is heard', async () => {
    const committee = await seatedTask(...sides())
    const id = committee.receipt_id
    expect(committee).toMatchObject({ k: 3, m: 5, kind: 'DRAW' })
    const members = seatedOf(committee, auditors)
    expect(new Set(members).size).toBe(5)
    const [one, two, three, four] = members as [Client, Client, Client, Client]
    const { data } = await one.get<{ data: { receipt_id?: string; asked?: boolean }[] }>('/audits')
    expect(data.find(({ receipt_id }) => receipt_id === id)).toMatchObject({ kind: 'receipt', asked: true })
    // The log shows what nothing older can still come before: a moment after the seat itself.
    const told = await patiently('the event', async () => {
      const { data } = await one.get<{ data: unknown[] }>(`/events?type=audit.seated`)
      return data.length > 0 ? data : null
    })
    expect(told).toMatchObject([{ subject: id }])

    const stranger = { type: 'AUDIT_PASS', signature: `0x${'11'.repeat(65)}` }
    for (const nobody of [...sides(), outsider as Client, unseated(committee)[0] as Client]) {
      expect(await refusal(nobody, id, stranger)).toEqual([403, 'E7002'])
    }
    const first = await signed(one, id, { type: 'AUDIT_PASS', score: 0.9, confidence: 0.8 })
    await one.post(`/receipts/${id}/attestations`, first)
    expect(await refusal(one, id, first)).toEqual([409, 'E7004'])
    expect(await refusal(two, id, first)).toEqual([400, 'E1006'])
    for (const score of [1.1, 0.12345]) expect(await refusal(two, id, { ...first, score })).toEqual([400, 'E9004'])
    await say(sides()[0], id, { type: 'ACCEPTED' })
    await say(two, id, { type: 'AUDIT_PASS', score: 0.8 })
    const early = await two.call('POST', `/receipts/${id}/finalize`)
    expect([early.status, early.body.code, early.body.detail]).toEqual([
      409,
      'E7003',
      'QUORUM_NOT_MET: needed 3, have 2',
    ])

    // The two last of them at the same moment: one is the third pass, the other comes too late.
    const last = await Promise.all([three, four].map((member) => signed(member, id, { type: 'AUDIT_PASS' })))
    const begun = performance.now()
    const ends = await Promise.all(
      [three, four].map((member, i) => member.call<Task>('POST', `/receipts/${id}/attestations`, { body: last[i] })),
    )
    const receipt = await patiently('the end', async () => {
      const now = await sides()[0].get<Task>(`/receipts/${id}`)
      return now.status === 'FINALIZED' ? now : null
    })
    log.warn({ ms: Math.round(performance.now() - begun) }, 'from the third pass to FINALIZED, as a reader sees it')
    expect(ends.map(({ status }) => status).sort()).toEqual([201, 409])
    expect(receipt.quorum).toMatchObject({ k: 3, m: 5, passes: 3, fails: 0 })

    const moves = await patiently('the reputation', async () => {
      const found = await movesOf(id)
      return found.length > 0 ? found : null
    })
    expect(new Set(moves.map(({ dimension }) => dimension)).size).toBe(moves.length)
    expect((await sides()[1].call('POST', `/receipts/${id}/finalize`)).body).toEqual({ ok: true, status: 'FINALIZED' })
    expect(await movesOf(id)).toEqual(moves)
    await verified(id)
  })

  it('three fails make it FAILED', async () => {
    const committee = await seatedTask(...sides())
    const id = committee.receipt_id
    const members = seatedOf(committee, auditors)
    for (const member of members.slice(0, 2)) await say(member, id, { type: 'AUDIT_FAIL' })
    const third = members[2] as Client
    expect(await say(third, id, { type: 'AUDIT_FAIL' })).toMatchObject({ status: 'FAILED', quorum: { fails: 3 } })
  })

  it('two silent members are replaced after a day, are heard no more, and it still ends', async () => {
    const committee = await seatedTask(...sides())
    const id = committee.receipt_id
    const [one, two, three, ...silent] = seatedOf(committee, auditors) as [Client, Client, Client, Client, Client]
    await say(one, id, { type: 'AUDIT_PASS' })
    for (const member of [two, three]) await say(member, id, { type: 'AUDIT_FAIL' })
    const late = await Promise.all(silent.map((member) => signed(member, id, { type: 'AUDIT_PASS' })))

    await sides()[0].post('/dev/clock', { advance_seconds: 24 * 3_600 + 60 })
    for (const who of [...sides(), ...auditors]) {
      who.token = null
      await who.signIn()
    }
    const redrawn = await untilRound(sides()[0], id, 1)
    const now = seatedOf(redrawn, auditors)
    expect(redrawn.kind).toBe('REDRAW')
    expect(now).toEqual(expect.arrayContaining([one, two, three]))
    expect(now.filter((member) => silent.includes(member))).toEqual([])
    for (const [i, member] of silent.entries()) expect(await refusal(member, id, late[i] ?? {})).toEqual([403, 'E7002'])

    const fresh = unseated(committee)
    expect(new Set(now)).toEqual(new Set([one, two, three, ...fresh]))
    await say(fresh[0] as Client, id, { type: 'AUDIT_PASS' })
    expect(await say(fresh[1] as Client, id, { type: 'AUDIT_PASS' })).toMatchObject({ status: 'FINALIZED', round: 1 })
  })
})
