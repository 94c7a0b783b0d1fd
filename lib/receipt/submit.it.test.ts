import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { pkhDid } from '@/lib/proof/did'
import { receiptId } from '@/lib/proof/receipt'
import { ownDesk } from '@/test/desk-environment'
import { agent, keyAgent } from '@/test/factories/agents'
import { as } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { taskReceipt } from '@/test/factories/tasks'
import type { TestDatabase } from '@/test/services/database'
import { getReceipt } from './get'
import { listReceipts } from './list'
import { ReceiptFilter } from './schemas'
import { submitReceipt } from './submit'
import type { SubmitBody } from './task-schemas'
import { findOwner } from './task-store'

let desk: TestDatabase
let client: Person
let provider: Person
let stranger: Person
beforeAll(async () => {
  desk = await ownDesk()
  ;[client, provider, stranger] = await Promise.all([person(), person(), person()])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

describe('submitReceipt', () => {
  it('keeps what both signed, opens a round, tells both sides, and answers the same again', async () => {
    const body = await taskReceipt({ client, provider })
    const id = receiptId(body.receipt)
    const made = await submitReceipt(as(provider), body)
    expect(made).toMatchObject({ id, status: 'AWAITING_COMMITTEE', visibility: 'link', receipt: { kind: 'task' } })
    expect(await submitReceipt(as(client), body)).toMatchObject({ id, status: 'AWAITING_COMMITTEE' })

    const { prisma } = database()
    expect(await prisma.receipt.findUniqueOrThrow({ where: { id } })).toMatchObject({
      parties: [client.address, provider.address],
      clientUserId: client.userId,
      clientOrganizationId: client.organizationId,
      providerUserId: provider.userId,
      providerOrganizationId: provider.organizationId,
    })
    expect(await prisma.committee.findMany({ where: { receiptId: id } })).toMatchObject([
      { round: 0, kind: 'DRAW', state: 'WAITING', wantedK: 3, wantedM: 5 },
    ])
    const told = await prisma.event.findMany({ where: { subject: id, type: 'receipt.issued' } })
    expect(told.map(({ organizationId }) => organizationId).sort()).toEqual(
      [client.organizationId, provider.organizationId].sort(),
    )
    expect(await prisma.anchorLeaf.count({ where: { leaf: id } })).toBe(1)
    const { attestations } = await getReceipt(anonymous(), { id })
    expect(attestations).toMatchObject([
      { type: 'COUNTERSIGNED', role: 'client', signer: pkhDid(31337, client.address) },
      { type: 'COUNTERSIGNED', role: 'provider' },
    ])
  })

  it('makes one receipt of ten calls at once', async () => {
    const body = await taskReceipt({ client, provider })
    const kept: unknown[] = []
    const beforeCommit = async (_: unknown, result: unknown) => void kept.push(result)
    const made = await Promise.all(
      Array.from({ length: 10 }, () => submitReceipt({ ...as(client), beforeCommit }, body)),
    )
    expect(new Set(made.map(({ id }) => id)).size).toBe(1)
    // What an Idempotency-Key keeps is the whole answer, also of those who came second.
    expect(kept.length).toBeGreaterThan(1)
    for (const answer of kept) expect(answer).toMatchObject({ id: made[0]?.id, status: 'AWAITING_COMMITTEE' })
    expect(await database().prisma.receiptAttestation.count({ where: { receiptId: made[0]?.id ?? '' } })).toBe(2)
  })

  it('takes an agent that has a key and no wallet, and lists the task to its owner', async () => {
    const key = keyAgent()
    await agent(provider, { did: key.did })
    const body = await taskReceipt({ client, provider: key })
    const { id } = await submitReceipt(as(provider), body)
    const mine = await listReceipts(as(provider), ReceiptFilter.parse({ mine: '1', kind: 'task' }))
    expect(mine.data.map((receipt) => receipt.id)).toContain(id)
    const named = await listReceipts(as(provider), ReceiptFilter.parse({ mine: '1', party: key.did }))
    expect(named.data.map((receipt) => receipt.id)).toEqual([id])
    const others = await listReceipts(as(stranger), ReceiptFilter.parse({ party: key.did }))
    expect(others.data).toEqual([])
  })

  it('shows a task that is the parties’ alone to nobody else', async () => {
    const key = keyAgent()
    await agent(provider, { did: key.did })
    const { id } = await submitReceipt(as(client), await taskReceipt({ client, provider: key, visibility: 'parties' }))
    expect(await getReceipt(as(provider), { id })).toMatchObject({ id })
    await expect(getReceipt(as(stranger), { id })).rejects.toMatchObject({ code: 'E7001' })
  })

  it('refuses whoever is no side of it, and one party on both sides', async () => {
    const body = await taskReceipt({ client, provider })
    await expect(submitReceipt(as(stranger), body)).rejects.toMatchObject({ code: 'E8002' })

    const own = keyAgent()
    await agent(client, { did: own.did })
    const alone = await taskReceipt({ client, provider: own })
    await expect(submitReceipt(as(client), alone)).rejects.toMatchObject({ code: 'E3024' })
    const twice = await taskReceipt({ client, provider: client })
    await expect(submitReceipt(as(client), twice)).rejects.toMatchObject({ code: 'E3024' })
  })

  it('refuses another receipt for the same subject', async () => {
    const subject = `job-${newId()}`
    await submitReceipt(as(client), await taskReceipt({ client, provider, over: { subject } }))
    const again = await taskReceipt({ client, provider, over: { subject, task: { amount_atomic: '1' } } })
    await expect(submitReceipt(as(client), again)).rejects.toMatchObject({ code: 'E5011', status: 409 })
  })

  it('takes the same subject of two other parties: nobody can take a name away from others', async () => {
    const subject = `job-${newId()}`
    const [mine, theirs, turned] = await Promise.all([
      taskReceipt({ client, provider, over: { subject } }),
      taskReceipt({ client: stranger, provider, over: { subject } }),
      taskReceipt({ client: provider, provider: client, over: { subject } }),
    ])
    for (const body of [mine, theirs, turned]) {
      expect(await submitReceipt(as(provider), body)).toMatchObject({ status: 'AWAITING_COMMITTEE' })
    }
    const rows = await database().prisma.receipt.findMany({ where: { subjectId: subject }, select: { id: true } })
    expect(new Set(rows.map(({ id }) => id))).toEqual(
      new Set([mine, theirs, turned].map((body) => receiptId(body.receipt))),
    )
    expect(await submitReceipt(as(client), mine)).toMatchObject({ id: receiptId(mine.receipt) })
  })

  it('answers the same again an hour later, and to nobody else', async () => {
    const body = await taskReceipt({ client, provider })
    const { id } = await submitReceipt(as(client), body)
    const later = addSeconds(currentTime(), 3_600)
    expect(await submitReceipt(as(provider, later), body)).toMatchObject({ id, finalized_at: null })
    await expect(submitReceipt(as(stranger, later), body)).rejects.toMatchObject({ code: 'E8002' })
    const late = await taskReceipt({ client, provider })
    await expect(submitReceipt(as(client, later), late)).rejects.toMatchObject({ code: 'E9004' })
  })

  it('refuses numbers that cannot be written', async () => {
    const { receipt, ...rest } = await taskReceipt({ client, provider })
    const text = JSON.stringify(receipt).replace('"latency_ms":1200', '"latency_ms":1e999')
    const body = { ...rest, receipt: JSON.parse(text) as SubmitBody['receipt'] }
    await expect(submitReceipt(as(client), body)).rejects.toMatchObject({ code: 'E9004', status: 400 })
  })

  it('takes no side for somebody who gave the wallet away, until the agent is proven again', async () => {
    const former = await person()
    const did = pkhDid(31337, former.address)
    await agent(former, { did })
    const sql = sqlOver(database().pool)
    expect(await findOwner(sql, did)).toMatchObject({ userId: former.userId })
    await database().prisma.wallet.updateMany({
      where: { address: former.address },
      data: { unlinkedAt: currentTime() },
    })
    expect(await findOwner(sql, did)).toEqual({ userId: null, organizationId: null })
    const body = await taskReceipt({ client: former, provider: stranger })
    await expect(submitReceipt(as(former), body)).rejects.toMatchObject({ code: 'E8002' })
  })

  it('refuses signatures of others, of another text, or under other hashes', async () => {
    const body = await taskReceipt({ client, provider })
    const other = await taskReceipt({ client, provider })
    const [first, second] = body.signatures as [SubmitBody['signatures'][number], SubmitBody['signatures'][number]]
    const sent = (signatures: SubmitBody['signatures']) => submitReceipt(as(client), { ...body, signatures })

    await expect(sent([first, { ...second, signature: first.signature }])).rejects.toMatchObject({ code: 'E1006' })
    await expect(sent(other.signatures)).rejects.toMatchObject({ code: 'E1006' })
    await expect(sent([first, first])).rejects.toMatchObject({ code: 'E9004' })
    await expect(sent([first, { ...second, signature: '0x12' }])).rejects.toMatchObject({ code: 'E1008' })
    const hashes = [...body.receipt.signature_hashes].reverse()
    const swapped = { ...body, receipt: { ...body.receipt, signature_hashes: hashes } as SubmitBody['receipt'] }
    await expect(submitReceipt(as(client), swapped)).rejects.toMatchObject({ code: 'E9004' })
  })
})
