import { afterAll, beforeAll, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { addMember } from '@/lib/identity/organization/add-member'
import { createOrganization } from '@/lib/identity/organization/create'
import { pkhDid } from '@/lib/proof/did'
import { memberOf } from '@/lib/proof/did-key'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { agent, keyAgent } from '@/test/factories/agents'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { excludedFor, withoutWallet } from './exclusions'
import { buildRoster } from './roster'

const NOW = new Date('2027-03-01T12:00:00.000Z')
const DAY = 86_400_000
const OTHER_WALLET = `0x${'0b'.repeat(20)}` as Hex
const STRANGER = `0x${'0c'.repeat(20)}` as Hex

let desk: TestDatabase
let people: Person[]
beforeAll(async () => {
  desk = await ownDesk()
  people = await Promise.all(Array.from({ length: 6 }, () => person()))
})
afterAll(async () => {
  await database().close()
  await desk.drop()
})

async function receipts(a: string, b: string, count: number, daysAgo: number) {
  for (let i = 0; i < count; i++) {
    const issuedAt = new Date(NOW.getTime() - daysAgo * DAY)
    await database().prisma.receipt.create({
      data: {
        id: `0x${newId().replaceAll('-', '').padEnd(64, '0')}`,
        kind: 'challenge',
        subjectKind: 'challenge',
        subjectId: newId(),
        document: {},
        status: 'FINALIZED',
        visibility: 'link',
        parties: [a, b],
        quorumKind: 'parties',
        k: 2,
        m: 2,
        issuedAt,
        createdAt: issuedAt,
      },
    })
  }
}

it('names who may not judge two parties, each with the strongest reason, and nobody else', async () => {
  const [creator, counterparty, colleague, friend, acquaintance, formerFriend] = people as [
    Person,
    Person,
    Person,
    Person,
    Person,
    Person,
  ]
  const { prisma } = database()
  await prisma.wallet.create({
    data: { id: newId(), userId: creator.userId, address: OTHER_WALLET, chainId: 1, verifiedAt: NOW },
  })
  const { id } = await createOrganization(counterparty.ctx, { name: 'Acme' })
  await addMember(counterparty.ctx, { id, wallet_address: colleague.address, role: 'member' })
  await receipts(creator.address, friend.address, 2, 10)
  await receipts(OTHER_WALLET, friend.address, 1, 89)
  await receipts(creator.address, acquaintance.address, 2, 10)
  await receipts(creator.address, formerFriend.address, 5, 91)
  await receipts(friend.address, STRANGER, 5, 10)

  const members = [creator, counterparty, colleague, friend, acquaintance, formerFriend].map(({ address }) => address)
  const roster = buildRoster([...members, OTHER_WALLET, STRANGER].map((member) => ({ id: member, weight: 5n })))
  const parties = [
    { address: creator.address, userId: creator.userId },
    { address: counterparty.address, userId: null },
  ]
  const excluded = await excludedFor(sqlOver(database().pool), { parties, roster, now: NOW })

  expect(new Map(excluded.map(({ member, reason }) => [member, reason]))).toEqual(
    new Map([
      [creator.address, 'PARTY'],
      [counterparty.address, 'PARTY'],
      [OTHER_WALLET, 'SAME_PARTY'],
      [colleague.address, 'SAME_ORGANIZATION'],
      [friend.address, 'SHARED_RECEIPTS'],
    ]),
  )
  const inOrder = roster.rows
    .map(({ member }) => member)
    .filter((member) => excluded.some((one) => one.member === member))
  expect(excluded.map(({ member }) => member)).toEqual(inOrder)
})

it('knows agents by their users: of parties, of members, and of those without a wallet', async () => {
  const [client, provider, colleague, friend, alone] = people as [Person, Person, Person, Person, Person]
  const keys = [keyAgent(), keyAgent(), keyAgent(), keyAgent(), keyAgent()].map(({ did }) => did)
  const [providers, clients, colleagues, friends, alones] = keys as [string, string, string, string, string]
  const owners = [provider, client, colleague, friend, alone]
  for (const [index, did] of keys.entries()) await agent(owners[index] as Person, { did })
  const { id } = await createOrganization(provider.ctx, { name: 'Providers' })
  await addMember(provider.ctx, { id, wallet_address: colleague.address, role: 'member' })
  await receipts(providers, friends, 3, 10)

  const roster = buildRoster([...keys, provider.address].map((row) => ({ id: row, weight: 5n })))
  const parties = [
    { address: pkhDid(31337, client.address), userId: null },
    { address: providers, userId: null },
  ]
  const excluded = await excludedFor(sqlOver(database().pool), { parties, roster, now: NOW })
  expect(new Map(excluded.map(({ member, reason }) => [member, reason]))).toEqual(
    new Map([
      [memberOf(providers), 'PARTY'],
      [provider.address, 'SAME_PARTY'],
      [memberOf(clients), 'SAME_PARTY'],
      [memberOf(colleagues), 'SAME_ORGANIZATION'],
      [memberOf(friends), 'SHARED_RECEIPTS'],
    ]),
  )
  expect(excluded.some(({ member }) => member === memberOf(alones))).toBe(false)
  expect(new Set(withoutWallet(roster).map(({ member }) => member))).toEqual(new Set(keys.map(memberOf)))
})
