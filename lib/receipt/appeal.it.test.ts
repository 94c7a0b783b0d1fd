import { createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds, currentTime } from '@/lib/clock'
import { drawRound } from '@/lib/committee/draw-round'
import { endRound } from '@/lib/committee/end-round'
import { getCommittee } from '@/lib/committee/get-committee'
import { anchorAll } from '@/lib/committee/panel.fixture'
import { epochAt, publishRoster } from '@/lib/committee/publish-roster'
import { buildRoster } from '@/lib/committee/roster'
import { type DrawChain, drawChain } from '@/lib/committee/seed-block'
import { insertRoster } from '@/lib/committee/store'
import { systemContext } from '@/lib/context'
import { getCredits } from '@/lib/credit/get'
import { drawFaucet } from '@/lib/credit/issue'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { auditors } from '@/test/factories/agents'
import { as } from '@/test/factories/challenges'
import { anonymous, type Person, person } from '@/test/factories/people'
import { drawnRound, seatedReceipt, seatRound, waitingReceipt } from '@/test/factories/tasks'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { appealReceipt } from './appeal'
import { attest } from './attestation.fixture'
import { getReceipt } from './get'

const DAY = 86_400
/** 10 % of what the factory's task is worth. */
const BOND = 25_000n
const system = (now = currentTime()) => systemContext('test', now)

let desk: TestDatabase
let client: Person
let provider: Person
let stranger: Person
let members: Person[]
const key = generatePrivateKey()
beforeAll(async () => {
  desk = await ownDesk({ SUBMITTER_KEY_31337: key, POU_K: '2', POU_M: '3' })
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  ;[client, provider, stranger, members] = await Promise.all([person(), person(), person(), auditors(11)])
  await publishRoster(system())
  await drawFaucet(as(client), { amount_atomic: 1_000_000n })
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const balance = async (who: Person) => BigInt((await getCredits(as(who))).total_atomic)
const first = () => members.slice(0, 3)
const others = () => members.slice(3, 10)
const statusOf = async (id: Hex) => (await getReceipt(anonymous(), { id })).status
const appealOf = (receiptId: Hex) => database().prisma.appeal.findUniqueOrThrow({ where: { receiptId } })
const placeOf = async (id: Hex) =>
  (await database().prisma.receipt.findUniqueOrThrow({ where: { id }, select: { finalizedAt: true } })).finalizedAt
const verdictsOf = async (id: Hex) =>
  (await database().prisma.verdict.findMany({ where: { receiptId: id }, orderBy: { createdAt: 'asc' } })).map(
    ({ status, round }) => ({ status, round }),
  )

const publish = (now: Date, count: number) => {
  const rows = members.slice(0, count).map(({ address }) => ({ id: address, weight: 5_000n }))
  return insertRoster(sqlOver(database().pool), epochAt(now), buildRoster(rows), now)
}

/** Decided by the first committee. */
async function decided(type: 'AUDIT_PASS' | 'AUDIT_FAIL'): Promise<Hex> {
  const { receipt } = await seatedReceipt({ client, provider, auditors: first(), k: 2 })
  for (const who of first().slice(0, 2)) await attest(who, receipt, type)
  expect(await statusOf(receipt)).toBe(type === 'AUDIT_PASS' ? 'FINALIZED' : 'FAILED')
  return receipt
}
async function appealed(type: 'AUDIT_PASS' | 'AUDIT_FAIL'): Promise<Hex> {
  const id = await decided(type)
  await appealReceipt(as(client), { id, reason: 'Half of it is missing.' })
  return id
}
/** The appeal’s seven members sit, and so many of them say so. */
async function heard(id: Hex, type: 'AUDIT_PASS' | 'AUDIT_FAIL', votes: number): Promise<void> {
  await seatRound(
    id,
    others().map(({ address }) => address),
    { k: 4 },
  )
  for (const who of others().slice(0, votes)) await attest(who, id, type)
}

describe('an appeal', () => {
  it('takes a bond, and is heard by more members who have not judged', async () => {
    const before = await balance(client)
    const id = await decided('AUDIT_PASS')
    const answer = await appealReceipt(as(client), { id, reason: 'Half of it is missing.' })
    expect(answer).toEqual({ ok: true, status: 'APPEALED', round: 1, k: 4, m: 7, bond_atomic: String(BOND) })
    expect(await balance(client)).toBe(before - BOND)
    expect(await statusOf(id)).toBe('APPEALED')

    await anchorAll(key)
    expect(await drawnRound(id)).toBe('drawn')
    const committee = await getCommittee(anonymous(), { id })
    expect(committee).toMatchObject({ round: 1, kind: 'APPEAL', k: 4, m: 7, trial: 1, status: 'APPEALED' })
    expect(committee.appeal).toMatchObject({ state: 'OPEN', appealed: 'FINALIZED', reason: null })
    const sat = first().map(({ address }) => address)
    expect(committee.excluded).toEqual(
      expect.arrayContaining(sat.map((member) => ({ member, reason: 'FIRST_COMMITTEE' }))),
    )
    for (const { member } of committee.committee) expect(sat).not.toContain(member)
    await expect(attest(first()[2] as Person, id, 'AUDIT_FAIL')).rejects.toMatchObject({ code: 'E7002' })
    const told = await database().prisma.event.findMany({ where: { subject: id, type: 'receipt.appealed' } })
    expect(told.map(({ organizationId }) => organizationId).sort()).toEqual(
      [client.organizationId, provider.organizationId].sort(),
    )
  })

  it('is won: reversed, and the bond goes back', async () => {
    const before = await balance(client)
    const id = await appealed('AUDIT_PASS')
    await heard(id, 'AUDIT_FAIL', 4)
    expect(await statusOf(id)).toBe('REVERSED')
    expect(await balance(client)).toBe(before)
    expect(await appealOf(id)).toMatchObject({ state: 'WON' })
    expect(await verdictsOf(id)).toEqual([
      { status: 'FINALIZED', round: 0 },
      { status: 'REVERSED', round: 1 },
    ])
  })

  it('is lost: it stands, and the bond goes to those who judged, to the last atom', async () => {
    const before = await balance(client)
    const shares = await Promise.all(others().map(balance))
    const id = await appealed('AUDIT_FAIL')
    const place = await placeOf(id)
    await heard(id, 'AUDIT_FAIL', 4)
    expect(await statusOf(id)).toBe('FAILED')
    // Reputation is folded in the order of the first decisions.
    expect(await placeOf(id)).toEqual(place)
    expect(await appealOf(id)).toMatchObject({ state: 'LOST' })
    expect(await balance(client)).toBe(before - BOND)
    for (const [i, who] of others().entries()) {
      expect(await balance(who)).toBe((shares[i] ?? 0n) + (i < 4 ? BOND / 4n : 0n))
    }
    expect(await verdictsOf(id)).toEqual([
      { status: 'FAILED', round: 0 },
      { status: 'FAILED', round: 1 },
    ])
    await expect(appealReceipt(as(provider), { id })).rejects.toMatchObject({ code: 'E7006' })
  })

  it('lapses when nobody decides, whoever is left to replace the silent: it stands, and the bond goes back', async () => {
    const before = await balance(client)
    const id = await appealed('AUDIT_PASS')
    await heard(id, 'AUDIT_FAIL', 1)
    const tomorrow = addSeconds(currentTime(), DAY + 60)
    expect(await endRound(system(tomorrow), { receiptId: id, round: 1 })).toBe('redrawn')
    expect(await statusOf(id)).toBe('APPEALED')
    expect(await drawnRound(id, tomorrow)).toBe('drawn')
    const { committee, ...round } = await getCommittee(anonymous(), { id })
    expect(round).toMatchObject({ round: 2, kind: 'REDRAW', k: 4, m: 7, trial: 1 })
    const [spoke, ...silent] = others()
    expect(committee[0]).toMatchObject({ member: spoke?.address, kept: true, judged: true })
    const replaced = committee.filter(({ kept }) => !kept)
    expect(replaced.map(({ member }) => member)).toEqual([members[10]?.address])
    expect(committee.slice(1).filter(({ kept }) => kept)).toHaveLength(silent.length - 1)
    const later = addSeconds(tomorrow, DAY + 60)
    const ends = await Promise.all([1, 2].map(() => endRound(system(later), { receiptId: id, round: 2 })))
    expect(ends.sort()).toEqual(['lapsed', 'over'])
    expect(await statusOf(id)).toBe('FINALIZED')
    expect(await balance(client)).toBe(before)
    expect(await appealOf(id)).toMatchObject({ state: 'LAPSED' })
    expect(await verdictsOf(id)).toHaveLength(2)
  })

  it('is heard too when members spoke late, while others were to be drawn in their place', async () => {
    const { receipt: id } = await seatedReceipt({ client, provider, auditors: first(), k: 2 })
    const tomorrow = addSeconds(currentTime(), DAY + 60)
    expect(await endRound(system(tomorrow), { receiptId: id, round: 0 })).toBe('redrawn')
    for (const who of first().slice(0, 2)) await attest(who, id, 'AUDIT_PASS', {}, tomorrow)
    await publish(tomorrow, 11)
    expect(await statusOf(id)).toBe('FINALIZED')
    expect(await appealReceipt(as(client, tomorrow), { id })).toMatchObject({ status: 'APPEALED', round: 1, m: 7 })
    const { rounds } = await getCommittee(anonymous(), { id })
    expect(rounds).toMatchObject([
      { kind: 'DRAW', state: 'OVER' },
      { round: 1, kind: 'APPEAL', state: 'WAITING', k: 4, m: 7 },
    ])
  })

  it.each([
    ['seated by a block that was named', 1_000_000n, 'over'],
    ['given a block that was looked for', null, 'waiting'],
  ])('is not %s for a redraw before it', async (_, seedBlock, state) => {
    const { receipt: id } = await seatedReceipt({ client, provider, auditors: first(), k: 2 })
    expect(await endRound(system(addSeconds(currentTime(), DAY + 60)), { receiptId: id, round: 0 })).toBe('redrawn')
    await database().prisma.committee.updateMany({ where: { receiptId: id, round: 1 }, data: { seedBlock } })
    await anchorAll(key)
    const local = drawChain()
    if (!local) throw new Error('Nothing is drawn here')
    // While the node is asked, the first committee decides after all, and its verdict is appealed.
    const decide = async () => {
      for (const who of first().slice(0, 2)) await attest(who, id, 'AUDIT_PASS')
      await appealReceipt(as(client), { id })
    }
    const chain: DrawChain = {
      ...local,
      finalBlock: async () => 2_000_000,
      highestBlock: () => decide().then(() => 2_000_000),
      blockAt: (number) => decide().then(() => ({ number, hash: `0x${'1'.repeat(64)}`, time: 1 })),
    }
    expect(await drawRound(system(), id, chain)).toBe(state)
    expect((await getCommittee(anonymous(), { id })).rounds).toMatchObject([
      { kind: 'DRAW', state: 'OVER' },
      { round: 1, kind: 'APPEAL', state: 'WAITING' },
    ])
    expect(await database().prisma.committee.findFirstOrThrow({ where: { receiptId: id, round: 1 } })).toMatchObject({
      seedBlock: null,
    })
  })

  it('is refused, and nothing moves: by others, too early, too late, twice, without credits, with too few members', async () => {
    const before = await balance(client)
    const id = await decided('AUDIT_PASS')
    const open = await waitingReceipt({ client, provider })
    const later = (seconds: number) => addSeconds(currentTime(), seconds)

    await expect(appealReceipt(as(stranger), { id })).rejects.toMatchObject({ code: 'E8002', status: 403 })
    await expect(appealReceipt(as(first()[0] as Person), { id })).rejects.toMatchObject({ code: 'E8002' })
    await expect(appealReceipt(as(client), { id: open })).rejects.toMatchObject({ code: 'E7006', status: 409 })
    await expect(appealReceipt(as(client), { id: `0x${'9'.repeat(64)}` })).rejects.toMatchObject({ code: 'E7001' })
    await expect(appealReceipt(as(client, later(7 * DAY + 60)), { id })).rejects.toMatchObject({ code: 'E7006' })
    await expect(appealReceipt(as(provider), { id })).rejects.toMatchObject({ code: 'E8003', status: 402 })

    const decidedAt = (await placeOf(id)) ?? currentTime()
    const end = addSeconds(decidedAt, 7 * DAY)
    const until = async (now: Date) => (await getCommittee(anonymous({ now }), { id })).appeal_until
    expect(await until(later(0))).toEqual(end)
    await expect(appealReceipt(as(client, end), { id })).rejects.toMatchObject({ code: 'E7006' })
    const away = { startedAt: addSeconds(decidedAt, DAY), endedAt: addSeconds(decidedAt, 2 * DAY) }
    await database().prisma.downtime.create({ data: { id: crypto.randomUUID(), ...away, appliedAt: away.endedAt } })
    expect(await until(end)).toEqual(addSeconds(end, DAY))
    await expect(appealReceipt(as(client, end), { id })).rejects.toMatchObject({ code: 'E4004' })
    await expect(appealReceipt(as(client, addSeconds(end, DAY)), { id })).rejects.toMatchObject({ code: 'E7006' })
    await database().prisma.downtime.deleteMany()

    const tight = later(2 * DAY)
    await publish(tight, 7)
    await expect(appealReceipt(as(client, tight), { id })).rejects.toMatchObject({ code: 'E4004', status: 409 })

    expect(await statusOf(id)).toBe('FINALIZED')
    expect(await database().prisma.committee.count({ where: { receiptId: id } })).toBe(1)
    expect(await balance(client)).toBe(before)

    const both = await Promise.allSettled([1, 2, 3].map(() => appealReceipt(as(client), { id })))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of both) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'E7006' })
    expect(await balance(client)).toBe(before - BOND)
    const held = await database().prisma.creditAccount.findUniqueOrThrow({ where: { key: `held:appeal:${id}` } })
    expect(BigInt(held.balance.toFixed(0))).toBe(BOND)
  })
})
