import { afterAll, beforeAll, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { attest, keyAuditor, seatAgain, seatedTask } from '@/lib/receipt/attestation.fixture'
import { ownDesk } from '@/test/desk-environment'
import { as } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { listAudits } from './list-audits'
import { AuditAnswer } from './schemas'

let desk: Awaited<ReturnType<typeof ownDesk>>
let people: Person[]
beforeAll(async () => {
  desk = await ownDesk()
  people = await Promise.all(Array.from({ length: 6 }, () => person()))
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

it('lists a member’s seats in committees: what is asked, until when, what they said, and where they were replaced', async () => {
  const [client, provider, one, two, three, four] = people as [Person, Person, Person, Person, Person, Person]
  const sides = { client, provider }
  const agent = await keyAuditor(four)
  const members = [one, two, three].map(({ address }) => address)
  const first = await seatedTask({ ...sides, members })
  const second = await seatedTask({ ...sides, members: [one.address, two.address, agent.member] })

  const seats = async (who: Person, limit = 10, cursor?: string) => {
    const page = await listAudits(as(who), { limit, cursor })
    for (const answer of page.data)
      expect(AuditAnswer.safeParse(JSON.parse(JSON.stringify(answer))).error).toBeUndefined()
    return page
  }
  const [newest, oldest] = (await seats(one)).data
  const open = { kind: 'receipt', status: 'PENDING', round: 0, asked: true, replaced: false, said: [] }
  expect([newest, oldest]).toMatchObject([
    { ...open, receipt_id: second, member: one.address },
    { ...open, receipt_id: first, intent_type: 'translate' },
  ])
  expect(newest?.deadline_at?.getTime()).toBeGreaterThan(Date.now())
  expect((await seats(four)).data).toMatchObject([{ receipt_id: second, member: agent.member, asked: true }])
  expect((await seats(provider)).data).toEqual([])

  // Page by page it is the same list.
  const head = await seats(one, 1)
  const rest = await seats(one, 1, head.next_cursor ?? '')
  expect([...head.data, ...rest.data]).toEqual([newest, oldest])
  expect(rest.next_cursor).toBeNull()

  await attest(one, first, 'SAFETY_PASS', { score: 10_000 })
  await attest(one, first, 'AUDIT_PASS', { score: 9_000 })
  await seatAgain(first, [one.address, agent.member, three.address], 2)
  const about = async (who: Person) =>
    (await seats(who)).data.find((answer) => answer.kind === 'receipt' && answer.receipt_id === first)
  expect(await about(one)).toMatchObject({ round: 1, asked: false, replaced: false })
  expect((await about(one))?.kind === 'receipt' && (await about(one))).toMatchObject({
    said: [
      { type: 'SAFETY_PASS', score: 1, confidence: null },
      { type: 'AUDIT_PASS', score: 0.9 },
    ],
  })
  expect(await about(two)).toMatchObject({ round: 0, asked: false, replaced: true, deadline_at: null })
  expect(await about(four)).toMatchObject({ round: 1, asked: true })

  expect(await attest(three, first, 'AUDIT_PASS')).toMatchObject({ status: 'FINALIZED' })
  expect(await about(four)).toMatchObject({ status: 'FINALIZED', asked: false, replaced: false, deadline_at: null })
})
