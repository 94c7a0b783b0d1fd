import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrganizationRole } from '@/lib/context'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, type Person, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createApiKey } from '../api-key/create'
import { getMe } from '../get-me'
import { addMember } from './add-member'
import { changeMember } from './change-member'
import { createOrganization } from './create'
import { listMembers, listOrganizations } from './list'
import { removeMember } from './remove-member'
import { AddMember, CreateOrganization } from './schemas'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })

/** An organization with somebody in each of these roles, and a stranger. */
async function organization<R extends Exclude<OrganizationRole, 'owner'>>(...roles: R[]) {
  const owner = await person()
  const { id } = await createOrganization(owner.ctx, { name: 'Acme' })
  const people = { owner, stranger: await person() } as Record<R | 'owner' | 'stranger', Person>
  for (const role of roles) {
    people[role] = await person()
    await addMember(owner.ctx, { id, user_id: people[role].userId, role })
  }
  return { id, ...people }
}
const rolesIn = async (who: Person, id: string) =>
  Object.fromEntries((await listMembers(who.ctx, { id, limit: 50 })).data.map(({ user_id, role }) => [user_id, role]))

describe('creating an organization', () => {
  it('makes the caller its owner', async () => {
    const alice = await person()
    const made = await createOrganization(alice.ctx, { name: 'Acme' })
    expect(made).toEqual({
      id: expect.any(String),
      name: 'Acme',
      role: 'owner',
      personal: false,
      sandbox: false,
      created_at: alice.ctx.now,
    })
    expect((await getMe(alice.ctx)).organizations.map(({ id, role, personal }) => [id, role, personal])).toEqual([
      [alice.organizationId, 'owner', true],
      [made.id, 'owner', false],
    ])
  })

  it('needs somebody signed in, not a key', async () => {
    const alice = await person()
    const { key } = await createApiKey(alice.ctx, {
      name: 'k',
      scopes: ['agents:write'],
      quotas: undefined,
      expires_at: undefined,
    })
    await expect(createOrganization(anonymous(), { name: 'x' })).rejects.toEqual(code('E9005'))
    await expect(createOrganization(await signedIn({ bearer: key }), { name: 'x' })).rejects.toEqual(code('E9007'))
  })

  it.each([{}, { name: '' }, { name: 'x', sandbox: 'yes' }, { name: 'a\nb' }])('is refused for %j', (body) => {
    expect(CreateOrganization.safeParse(body).success).toBe(false)
  })
})

describe('listing organizations', () => {
  it('shows the caller’s own, page by page', async () => {
    const alice = await person()
    const ids = [alice.organizationId]
    for (const name of ['A', 'B', 'C']) ids.push((await createOrganization(alice.ctx, { name })).id)
    const first = await listOrganizations(alice.ctx, { limit: 3 })
    const rest = await listOrganizations(alice.ctx, { limit: 3, cursor: first.next_cursor ?? '' })
    expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(ids.sort())
    expect(rest.next_cursor).toBeNull()
  })
})

describe('adding a member', () => {
  it('works by user id and by wallet', async () => {
    const { id, owner } = await organization()
    const [bob, carol] = [await person(), await person()]
    expect(await addMember(owner.ctx, { id, user_id: bob.userId, role: 'member' })).toEqual({
      organization_id: id,
      user_id: bob.userId,
      name: null,
      wallet_address: bob.address,
      role: 'member',
      created_at: owner.ctx.now,
    })
    expect(await addMember(owner.ctx, { id, wallet_address: carol.address, role: 'issuer' })).toMatchObject({
      user_id: carol.userId,
      role: 'issuer',
    })
    expect(await rolesIn(bob, id)).toEqual({
      [owner.userId]: 'owner',
      [bob.userId]: 'member',
      [carol.userId]: 'issuer',
    })
  })

  it('is refused for people nobody has seen: E9008', async () => {
    const { id, owner } = await organization()
    const unknown = privateKeyToAccount(generatePrivateKey()).address.toLowerCase()
    await expect(addMember(owner.ctx, { id, wallet_address: unknown, role: 'member' })).rejects.toEqual(code('E9008'))
    await expect(addMember(owner.ctx, { id, user_id: newId(), role: 'member' })).rejects.toEqual(code('E9008'))
  })

  it('happens once, also when done twice at once', async () => {
    const { id, owner } = await organization()
    const bob = await person()
    const add = () => addMember(owner.ctx, { id, user_id: bob.userId, role: 'member' })
    const results = await Promise.allSettled([add(), add()])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(add()).rejects.toEqual(expect.objectContaining({ code: 'E9004', status: 409 }))
  })

  it.each([
    ['stranger', 'reader', 'E9008'],
    ['reader', 'reader', 'E9007'],
    ['member', 'reader', 'E9007'],
    ['issuer', 'reader', 'E9007'],
    ['admin', 'admin', 'E9007'],
    ['admin', 'owner', 'E9007'],
  ] as const)('by a %s as %s: %s', async (who, role, wanted) => {
    const people = await organization('admin', 'issuer', 'member', 'reader')
    const bob = await person()
    await expect(addMember(people[who].ctx, { id: people.id, user_id: bob.userId, role })).rejects.toEqual(code(wanted))
  })

  it('is refused in a personal organization: E9007', async () => {
    const [alice, bob] = [await person(), await person()]
    await expect(
      addMember(alice.ctx, { id: alice.organizationId, user_id: bob.userId, role: 'member' }),
    ).rejects.toEqual(code('E9007'))
  })

  it.each([
    { role: 'member' },
    { role: 'member', user_id: newId(), wallet_address: `0x${'1'.repeat(40)}` },
    { role: 'boss', user_id: newId() },
    { user_id: 'bob', role: 'member' },
  ])('is refused for %j', (body) => {
    expect(AddMember.safeParse(body).success).toBe(false)
  })
})

describe('changing a role', () => {
  it('is for owners, and for admins below themselves', async () => {
    const { id, owner, admin, member, reader, stranger } = await organization('admin', 'member', 'reader')
    expect(await changeMember(admin.ctx, { id, user: reader.userId, role: 'issuer' })).toMatchObject({ role: 'issuer' })
    expect(await changeMember(owner.ctx, { id, user: member.userId, role: 'admin' })).toMatchObject({ role: 'admin' })

    const refused = [
      [admin, member.userId, 'reader', 'E9007'],
      [admin, reader.userId, 'admin', 'E9007'],
      [admin, admin.userId, 'owner', 'E9007'],
      [admin, owner.userId, 'reader', 'E9007'],
      [reader, reader.userId, 'admin', 'E9007'],
      [stranger, reader.userId, 'reader', 'E9008'],
      [owner, stranger.userId, 'reader', 'E9008'],
    ] as const
    for (const [who, user, role, wanted] of refused) {
      await expect(changeMember(who.ctx, { id, user, role })).rejects.toEqual(code(wanted))
    }
  })

  it('leaves an owner', async () => {
    const { id, owner, admin } = await organization('admin')
    await expect(changeMember(owner.ctx, { id, user: owner.userId, role: 'admin' })).rejects.toEqual(code('E9007'))
    await changeMember(owner.ctx, { id, user: admin.userId, role: 'owner' })
    await expect(changeMember(owner.ctx, { id, user: owner.userId, role: 'member' })).resolves.toMatchObject({
      role: 'member',
    })
  })
})

describe('removing a member', () => {
  it('is for owners, admins below themselves, and oneself', async () => {
    const { id, owner, admin, issuer, member, reader } = await organization('admin', 'issuer', 'member', 'reader')
    await expect(removeMember(admin.ctx, { id, user: owner.userId })).rejects.toEqual(code('E9007'))
    await expect(removeMember(reader.ctx, { id, user: member.userId })).rejects.toEqual(code('E9007'))
    await removeMember(admin.ctx, { id, user: issuer.userId })
    await removeMember(member.ctx, { id, user: member.userId })
    await removeMember(owner.ctx, { id, user: admin.userId })
    expect(await rolesIn(owner, id)).toEqual({ [owner.userId]: 'owner', [reader.userId]: 'reader' })
  })

  it('makes a stranger of them: E9008', async () => {
    const { id, owner, member } = await organization('member')
    await removeMember(owner.ctx, { id, user: member.userId })
    await expect(listMembers(member.ctx, { id, limit: 50 })).rejects.toEqual(code('E9008'))
    await expect(removeMember(owner.ctx, { id, user: member.userId })).rejects.toEqual(code('E9008'))
  })

  it('never takes the last owner, also when two leave at once', async () => {
    const { id, owner, admin } = await organization('admin')
    await expect(removeMember(owner.ctx, { id, user: owner.userId })).rejects.toEqual(code('E9007'))

    await changeMember(owner.ctx, { id, user: admin.userId, role: 'owner' })
    const leave = (who: Person) => removeMember(who.ctx, { id, user: who.userId })
    const results = await Promise.allSettled([leave(owner), leave(admin)])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await database().prisma.membership.count({ where: { organizationId: id, role: 'owner' } })).toBe(1)
  })

  it('does not empty a personal organization: E9007', async () => {
    const alice = await person()
    await expect(removeMember(alice.ctx, { id: alice.organizationId, user: alice.userId })).rejects.toEqual(
      code('E9007'),
    )
  })
})

describe('listing members', () => {
  it('is closed to strangers: E9008', async () => {
    const { id, stranger } = await organization()
    await expect(listMembers(stranger.ctx, { id, limit: 50 })).rejects.toEqual(code('E9008'))
    await expect(listMembers(stranger.ctx, { id: newId(), limit: 50 })).rejects.toEqual(code('E9008'))
  })
})
