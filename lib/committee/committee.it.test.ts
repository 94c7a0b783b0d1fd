import { createPublicClient, createTestClient, http, parseEther } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { getChallenge } from '@/lib/challenge/get'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { setBeat } from '@/lib/desk/store'
import { readerOf } from '@/lib/proof/chain-reader'
import type { Hex } from '@/lib/proof/hash'
import { caseId as hashOfCase } from '@/lib/proof/receipt'
import type { Report } from '@/lib/proof/report'
import { verifyBundle, verifyBundleOnline } from '@/lib/proof/verify'
import { getBundle } from '@/lib/receipt/get-bundle'
import { ownDesk } from '@/test/desk-environment'
import { as, confirmBy } from '@/test/factories/challenges'
import { type Person, person } from '@/test/factories/people'
import { rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { replaceSilentSeats, silentPanels } from './case.job'
import { drawCase, replaceSilent } from './draw-case'
import { getCase } from './get-case'
import { listAudits } from './list-audits'
import { anchorAll, committeeBody, disputedChallenge, drawn, localMembers, signVote, vote } from './panel.fixture'
import { castVote } from './vote'

let desk: TestDatabase
let creator: Person
let counterparty: Person
let stranger: Person
let members: Person[]
const key = generatePrivateKey()
beforeAll(async () => {
  desk = await ownDesk({ SUBMITTER_KEY_31337: key })
  const chain = createTestClient({ mode: 'anvil', chain: foundry, transport: http(rpcUrl()) })
  await chain.setBalance({ address: privateKeyToAccount(key).address, value: parseEther('10') })
  ;[creator, counterparty, stranger, members] = await Promise.all([
    person(),
    person({ index: 5 }),
    person(),
    localMembers(),
  ])
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

const memberOf = (address: string) => {
  const found = members.find((member) => member.address === address)
  if (!found) throw new Error(`${address} is no member`)
  return found
}
async function seated(caseId: Hex) {
  const { committee } = await getCase(as(creator), { id: caseId })
  return committee.map(({ member }) => memberOf(member))
}
async function drawnDispute(panel = { k: 2, m: 3 }) {
  const dispute = await disputedChallenge(creator, counterparty, committeeBody(panel))
  await anchorAll(key)
  expect(await drawn(dispute.caseId)).toBe('drawn')
  return { ...dispute, sitting: await seated(dispute.caseId) }
}

async function countReplacing(caseId: Hex): Promise<number> {
  const key = `${replaceSilentSeats.name}:${caseId}`
  const [row] = await database().prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM graphile_worker.jobs WHERE key = ${key}::text`
  return row?.count ?? 0
}

const JUDGED = {
  case: ['proven', expect.anything()],
  draw: ['proven', expect.stringContaining('follow from roster')],
}
/** Whoever is no party gets it without the size both signed. */
const REDACTED = { draw: ['claimed', expect.stringContaining('redacted')] }
const linksOf = (report: Report) =>
  Object.fromEntries(report.links.map(({ name, verdict, detail }) => [name, [verdict, detail]]))
async function bundleOf(who: Person, id: string): Promise<string> {
  const response = await getBundle(as(who), { id, redacted: false }, new Request('http://desk/'))
  return response.text()
}

describe('a panel of the desk’s own draw', () => {
  it('is seated by a block nobody knew, votes, and ends the challenge with its k-th equal vote', async () => {
    const struck = members[0]?.address as Hex
    const dispute = await disputedChallenge(creator, counterparty, committeeBody({ k: 2, m: 3, struck: [struck] }))
    const { id, caseId } = dispute
    const opened = await getCase(as(counterparty), { id: caseId })
    expect(opened).toMatchObject({ status: 'OPEN', your_role: 'counterparty', committee: [], k: 2, m: 3, seed: null })
    expect(opened.excluded).toEqual([{ member: struck, reason: 'STRUCK' }])
    expect(hashOfCase(opened.document)).toBe(caseId)

    expect(await drawCase(systemContext('test'), caseId)).toBe('waiting')
    await anchorAll(key)
    const states = await Promise.all([drawn(caseId), drawn(caseId), drawn(caseId)])
    expect(states.filter((state) => state === 'drawn')).toHaveLength(1)
    expect(await drawCase(systemContext('test'), caseId)).toBe('over')

    const sitting = await seated(caseId)
    expect(new Set(sitting.map(({ address }) => address)).size).toBe(3)
    expect(sitting.map(({ address }) => address)).not.toContain(struck)
    const turns = await database().prisma.event.findMany({ where: { subject: id, type: 'challenge.turn' } })
    const asked = turns.filter(({ data }) => (data as { asked: string }).asked === 'vote')
    expect(asked.map(({ organizationId }) => organizationId).sort()).toEqual(
      sitting.map(({ organizationId }) => organizationId).sort(),
    )
    const [first, second, third] = sitting as [Person, Person, Person]
    expect(await listAudits(as(first), { limit: 10 })).toMatchObject({
      data: [
        { case_id: caseId, voted: null, mode: 'GATEKEEPER', title: 'Bike for 0.4 ETH', deadline_at: expect.any(Date) },
      ],
    })

    expect(await vote(first, dispute, 'COUNTERPARTY_WIN')).toMatchObject({ decided: null, status: 'OPEN', round: 0 })
    expect(await vote(second, dispute, 'CREATOR_WIN')).toMatchObject({ decided: null })
    expect(await vote(third, dispute, 'CREATOR_WIN')).toMatchObject({ decided: 'CREATOR_WIN', status: 'DECIDED' })

    const ended = await getChallenge(as(creator), { id })
    expect(ended).toMatchObject({ status: 'COMPLETED', outcome: 'CREATOR_WIN' })
    const { document } = await database().prisma.receipt.findUniqueOrThrow({
      where: { id: ended.receipt_id as string },
    })
    const { votes } = await getCase(as(first), { id: caseId })
    const deciding = votes.filter(({ outcome }) => outcome === 'CREATOR_WIN').map((one) => one.signature_hash)
    expect(document).toMatchObject({
      outcome: 'CREATOR_WIN',
      quorum: { kind: 'committee', k: 2, m: 3 },
      case: { id: caseId, votes: deciding },
      signature_hashes: deciding,
    })
    expect(await getCase(as(second), { id: caseId })).toMatchObject({ status: 'DECIDED', outcome: 'CREATOR_WIN' })
    await anchorAll(key)
    const bytes = await bundleOf(first, ended.receipt_id as string)
    expect(linksOf(await verifyBundle(bytes, { asOf: new Date() }))).toMatchObject({
      ...JUDGED,
      ...REDACTED,
      outcome: ['proven', 'CREATOR_WIN, signed by 2 of a panel of 3'],
      seed: ['claimed', expect.stringContaining('a node can prove it')],
    })
    const node = await readerOf(createPublicClient({ chain: foundry, transport: http(rpcUrl()) }))
    const online = await verifyBundleOnline(bytes, { asOf: new Date(), chains: [node] })
    expect(online.exit).toBe(0)
    expect(linksOf(online)).toMatchObject({ ...JUDGED, ...REDACTED, seed: ['proven', expect.anything()] })

    const log = await database().prisma.challengeEvent.findMany({
      where: { challengeId: id },
      orderBy: { sequence: 'asc' },
    })
    expect(log.map(({ action }) => action).slice(-5)).toEqual(['seat', 'vote', 'vote', 'vote', 'verdict'])
  })

  it('hears nobody who does not sit, nobody twice, and no other text than it gave', async () => {
    const dispute = await drawnDispute()
    const { id, caseId, sitting } = dispute
    const [first, second] = sitting as [Person, Person]
    const outside = members.find((member) => !sitting.includes(member)) as Person

    for (const nobody of [stranger, outside]) {
      await expect(signVote(nobody, id, 'DRAW')).rejects.toMatchObject({ code: 'E7002' })
      await expect(castVote(as(nobody), { id: caseId, outcome: 'DRAW', signature: '0x' })).rejects.toMatchObject({
        code: 'E7002',
      })
      await expect(getCase(as(nobody), { id: caseId })).rejects.toMatchObject({ code: 'E9008', status: 404 })
    }
    const signature = await signVote(first, id, 'DRAW')
    await expect(castVote(as(creator), { id: caseId, outcome: 'DRAW', signature })).rejects.toMatchObject({
      code: 'E7002',
    })
    await expect(castVote(as(second), { id: caseId, outcome: 'DRAW', signature })).rejects.toMatchObject({
      code: 'E1005',
    })
    await signVote(second, id, 'DRAW')
    await expect(castVote(as(second), { id: caseId, outcome: 'DRAW', signature })).rejects.toMatchObject({
      code: 'E1006',
    })
    await expect(castVote(as(first), { id: caseId, outcome: 'CREATOR_WIN', signature })).rejects.toMatchObject({
      code: 'E3021',
    })

    const tries = await Promise.allSettled(
      Array.from({ length: 5 }, () => castVote(as(first), { id: caseId, outcome: 'DRAW', signature })),
    )
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'E7004' })
    await expect(vote(first, dispute, 'CREATOR_WIN')).rejects.toMatchObject({ code: 'E7004' })
    expect((await getCase(as(second), { id: caseId })).votes).toHaveLength(1)
  })

  it('is over when the parties agree after all', async () => {
    const dispute = await drawnDispute()
    const [first] = dispute.sitting as [Person]
    const signature = await signVote(first, dispute.id, 'CREATOR_WIN')
    await confirmBy(creator, dispute.id, 'NO_CONTEST')
    await confirmBy(counterparty, dispute.id, 'NO_CONTEST')
    expect(await getCase(as(creator), { id: dispute.caseId })).toMatchObject({ status: 'WITHDRAWN', outcome: null })
    await expect(castVote(as(first), { id: dispute.caseId, outcome: 'CREATOR_WIN', signature })).rejects.toMatchObject({
      code: 'E3020',
    })
  })

  it('replaces who was silent for a day, keeps who voted, and no longer hears who was replaced', async () => {
    const dispute = await drawnDispute({ k: 3, m: 3 })
    const { id, caseId, sitting } = dispute
    const [first, silent] = sitting as [Person, Person, Person]
    await vote(first, dispute, 'CREATOR_WIN')
    const late = await signVote(silent, id, 'CREATOR_WIN')

    const tomorrow = addSeconds(currentTime(), 24 * 60 * 60 + 60)
    const away = { startedAt: addSeconds(tomorrow, -7_200), endedAt: addSeconds(tomorrow, -3_600) }
    await database().prisma.downtime.create({ data: { id: crypto.randomUUID(), ...away, appliedAt: tomorrow } })
    expect(await replaceSilent(systemContext('test', tomorrow), caseId)).toBe(false)
    await database().prisma.downtime.deleteMany()

    await silentPanels.run(systemContext('test', tomorrow))
    expect(await countReplacing(caseId)).toBe(0)
    for (const role of ['web', 'worker'] as const) await setBeat(sqlOver(database().pool), role, tomorrow)
    await silentPanels.run(systemContext('test', tomorrow))
    expect(await countReplacing(caseId)).toBe(1)

    const again = await Promise.all([1, 2, 3].map(() => replaceSilent(systemContext('test', tomorrow), caseId)))
    expect(again.filter(Boolean)).toHaveLength(1)
    expect(await drawn(caseId, tomorrow)).toBe('drawn')

    const { round, committee } = await getCase(as(creator), { id: caseId })
    const now = committee.map(({ member }) => memberOf(member))
    expect(round).toBe(1)
    expect(now[0]).toBe(first)
    for (const fresh of now.slice(1)) expect(sitting).not.toContain(fresh)
    await expect(castVote(as(silent), { id: caseId, outcome: 'CREATOR_WIN', signature: late })).rejects.toMatchObject({
      code: 'E7002',
    })
    await expect(vote(first, dispute, 'CREATOR_WIN')).rejects.toMatchObject({ code: 'E7004' })

    const [, second, third] = now as [Person, Person, Person]
    await vote(second, dispute, 'CREATOR_WIN')
    expect(await vote(third, dispute, 'CREATOR_WIN')).toMatchObject({ decided: 'CREATOR_WIN', round: 1 })
    const ended = await getChallenge(as(creator), { id })
    expect(ended).toMatchObject({ status: 'COMPLETED', outcome: 'CREATOR_WIN' })
    await anchorAll(key)
    const bytes = await bundleOf(creator, ended.receipt_id as string)
    const report = await verifyBundle(bytes, { asOf: new Date() })
    expect(linksOf(report)).toMatchObject({ ...JUDGED, outcome: ['proven', expect.anything()] })
    expect(report.exit).toBe(0)
    expect(await replaceSilent(systemContext('test', tomorrow), caseId)).toBe(false)
  })
})
