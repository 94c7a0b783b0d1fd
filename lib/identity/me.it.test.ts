import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, at, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createApiKey } from './api-key/create'
import { endSession } from './end-session'
import { eraseMe } from './erase-me'
import { getMe } from './get-me'
import { listSessions } from './list-sessions'
import { addMember } from './organization/add-member'
import { changeMember } from './organization/change-member'
import { createOrganization } from './organization/create'
import { patchMe } from './patch-me'
import { PatchMe } from './schemas'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const keyOf = async (who: { ctx: Parameters<typeof createApiKey>[0] }) =>
  createApiKey(who.ctx, { name: 'k', scopes: ['challenges:write'], quotas: undefined, expires_at: undefined })

describe('me', () => {
  it('is nobody without credentials: E9005', async () => {
    await expect(getMe(anonymous())).rejects.toEqual(code('E9005'))
    await expect(patchMe(anonymous(), { name: 'x' })).rejects.toEqual(code('E9005'))
    await expect(eraseMe(anonymous())).rejects.toEqual(code('E9005'))
  })

  it('takes a name, another, and none', async () => {
    const alice = await person()
    expect(await patchMe(alice.ctx, { name: 'Zoë' })).toMatchObject({ id: alice.userId, name: 'Zoë' })
    expect(await patchMe(alice.ctx, { name: 'Zoë B.' })).toMatchObject({ name: 'Zoë B.' })
    expect(await patchMe(alice.ctx, { name: null })).toMatchObject({ name: null })
    expect((await getMe(alice.ctx)).name).toBeNull()
  })

  it.each([
    {},
    { name: '' },
    { name: ' ' },
    { name: 'a\u202eb' },
    { name: 'x'.repeat(81) },
    { name: 'x', id: newId() },
  ])('is not changed by %j', (body) => {
    expect(PatchMe.safeParse(body).success).toBe(false)
  })

  it('may be read with a key, and not changed: E9007', async () => {
    const alice = await person()
    const byKey = await signedIn({ bearer: (await keyOf(alice)).key })
    expect((await getMe(byKey)).id).toBe(alice.userId)
    for (const change of [patchMe(byKey, { name: 'x' }), listSessions(byKey, { limit: 50 }), eraseMe(byKey)]) {
      await expect(change).rejects.toEqual(code('E9007'))
    }
  })
})

describe('sessions', () => {
  it('are listed newest first, the caller’s only, with the one in use', async () => {
    const [first, other] = [await person(), await person()]
    const second = await person({ account: first.account, now: addSeconds(first.ctx.now, 1) })
    const { data, next_cursor } = await listSessions(first.ctx, { limit: 50 })

    expect(data.map(({ id, current }) => [id, current])).toEqual([
      [second.ctx.actor.sessionId, false],
      [first.ctx.actor.sessionId, true],
    ])
    expect(data[1]).toEqual({
      id: first.ctx.actor.sessionId,
      kind: 'TOKEN',
      wallet_address: first.address,
      user_agent: null,
      created_at: first.ctx.now,
      last_used_at: first.ctx.now,
      expires_at: addSeconds(first.ctx.now, 3600),
      current: true,
    })
    expect(next_cursor).toBeNull()
    expect((await listSessions(other.ctx, { limit: 50 })).data).toHaveLength(1)
  })

  it('are paged', async () => {
    const alice = await person()
    for (let i = 0; i < 4; i++) await person({ account: alice.account })
    const first = await listSessions(alice.ctx, { limit: 2 })
    const second = await listSessions(alice.ctx, { limit: 2, cursor: first.next_cursor ?? '' })
    const third = await listSessions(alice.ctx, { limit: 2, cursor: second.next_cursor ?? '' })
    const ids = [first, second, third].flatMap(({ data }) => data.map(({ id }) => id))
    expect(ids).toEqual([...new Set(ids)].sort().reverse())
    expect([ids.length, third.next_cursor]).toEqual([5, null])

    const bob = await person()
    await expect(listSessions(bob.ctx, { limit: 2, cursor: first.next_cursor ?? '' })).rejects.toEqual(code('E9004'))
  })

  it('are listed while they live', async () => {
    const alice = await person()
    const later = await person({ account: alice.account, now: addSeconds(alice.ctx.now, 600) })
    const past = at(later.ctx, addSeconds(alice.ctx.now, 3600))
    expect((await listSessions(past, { limit: 50 })).data.map(({ id }) => id)).toEqual([later.ctx.actor.sessionId])
  })

  it('end at once, once', async () => {
    const alice = await person()
    const elsewhere = await person({ account: alice.account })
    const id = elsewhere.ctx.actor.sessionId ?? ''
    await endSession(alice.ctx, { id })

    await expect(signedIn({ bearer: elsewhere.token })).rejects.toEqual(code('E9006'))
    await expect(signedIn({ bearer: alice.token })).resolves.toBeDefined()
    await expect(endSession(alice.ctx, { id })).rejects.toEqual(code('E9008'))
  })

  it('of others and unknown ones are not there: E9008', async () => {
    const [alice, bob] = [await person(), await person()]
    for (const id of [bob.ctx.actor.sessionId ?? '', newId()]) {
      await expect(endSession(alice.ctx, { id })).rejects.toEqual(code('E9008'))
    }
    await expect(signedIn({ bearer: bob.token })).resolves.toBeDefined()
  })
})

describe('erase', () => {
  it('takes name, wallets, sessions, keys and memberships, and keeps the rows', async () => {
    const [alice, bob] = [await person(), await person()]
    const { id: shared } = await createOrganization(bob.ctx, { name: 'Acme' })
    await addMember(bob.ctx, { id: shared, user_id: alice.userId, role: 'admin' })
    await patchMe(alice.ctx, { name: 'Alice' })
    const elsewhere = await person({ account: alice.account })
    const { key } = await keyOf(alice)

    await eraseMe(alice.ctx)
    for (const bearer of [alice.token, elsewhere.token, key])
      await expect(signedIn({ bearer })).rejects.toEqual(code('E9006'))

    const user = await database().prisma.user.findUniqueOrThrow({
      where: { id: alice.userId },
      include: { wallets: true, sessions: true, memberships: { include: { organization: true } } },
    })
    expect(user).toMatchObject({ name: null, erasedAt: alice.ctx.now })
    expect(user.wallets).toEqual([expect.objectContaining({ address: alice.address, unlinkedAt: alice.ctx.now })])
    expect(user.sessions.every(({ revokedAt, userAgent }) => revokedAt !== null && userAgent === null)).toBe(true)
    expect(user.memberships.map(({ organization }) => organization)).toEqual([
      expect.objectContaining({ personal: true, name: 'Erased' }),
    ])
  })

  it('lets the wallet start anew', async () => {
    const alice = await person()
    await eraseMe(alice.ctx)
    const again = await person({ account: alice.account })
    expect(again.userId).not.toBe(alice.userId)
    expect((await getMe(again.ctx)).name).toBeNull()
  })

  it('may be asked twice at once', async () => {
    const alice = await person()
    await expect(Promise.all([eraseMe(alice.ctx), eraseMe(alice.ctx)])).resolves.toBeDefined()
  })

  it('waits while others would be left without an owner: E9007', async () => {
    const [alice, bob] = [await person(), await person()]
    const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
    await addMember(alice.ctx, { id, user_id: bob.userId, role: 'member' })
    await expect(eraseMe(alice.ctx)).rejects.toEqual(
      expect.objectContaining({ code: 'E9007', message: expect.stringContaining('Acme') }),
    )
    await expect(signedIn({ bearer: alice.token })).resolves.toBeDefined()

    await changeMember(alice.ctx, { id, user: bob.userId, role: 'owner' })
    await expect(eraseMe(alice.ctx)).resolves.toBeUndefined()
  })

  it('does not mind an organization nobody else is in', async () => {
    const alice = await person()
    await createOrganization(alice.ctx, { name: 'Just me' })
    await expect(eraseMe(alice.ctx)).resolves.toBeUndefined()
  })

  it('ends sessions that open at the same time', async () => {
    const alice = await person()
    // Each sign-in finds the old user and has its session ended, or makes a new user.
    const signIns = Array.from({ length: 5 }, () => person({ account: alice.account }).catch((error) => error.code))
    const [late] = await Promise.all([Promise.all(signIns), eraseMe(alice.ctx)])
    for (const one of late.filter((result) => typeof result !== 'string')) {
      const caller = await signedIn({ bearer: one.token }).catch(() => null)
      expect(caller?.actor.userId).not.toBe(alice.userId)
    }
    expect(late.filter((result) => typeof result === 'string' && result !== 'E9006')).toEqual([])
  })
})
