import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createApiKey } from './api-key/create'
import { revokeApiKey } from './api-key/revoke'
import { CreateApiKey } from './api-key/schemas'
import { authenticate } from './authenticate'
import { endSession } from './end-session'
import { addMember } from './organization/add-member'
import { createOrganization } from './organization/create'
import { removeMember } from './organization/remove-member'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const keyFor = (who: Person, body: object = {}) =>
  createApiKey(who.ctx, CreateApiKey.parse({ name: 'a key', scopes: ['challenges:read'], ...body }))

describe('nobody', () => {
  it.each([{}, { cookies: { theme: 'dark', 'countersign-3001.session-token': 'another desk’s' } }])(
    'is anonymous with %j',
    async (credentials) => {
      const actor = await authenticate({ sql: sqlOver(database().pool) }, { cookies: {}, ...credentials }, new Date())
      expect(actor).toEqual({ kind: 'anonymous' })
    },
  )
})

describe('an access token', () => {
  it('is its user, in the personal organization, with the wallet it proved', async () => {
    const alice = await person({ chainId: 8453 })
    const { actor } = await signedIn({ bearer: alice.token })
    expect(actor).toEqual({
      kind: 'user',
      userId: alice.userId,
      organizationId: alice.organizationId,
      role: 'owner',
      wallet: { address: alice.address, chainId: 8453 },
      via: 'token',
      sessionId: expect.any(String),
      keyId: null,
      scopes: null,
      quotas: null,
    })
  })

  it('is good for an hour', async () => {
    const alice = await person()
    const { now } = alice.ctx
    await expect(signedIn({ bearer: alice.token }, { now: addSeconds(now, 3599) })).resolves.toBeDefined()
    await expect(signedIn({ bearer: alice.token }, { now: addSeconds(now, 3600) })).rejects.toEqual(code('E9006'))
  })

  it('is dead the moment its session ends', async () => {
    const alice = await person()
    const { actor } = await signedIn({ bearer: alice.token })
    await endSession(alice.ctx, { id: actor.sessionId ?? '' })
    await expect(signedIn({ bearer: alice.token })).rejects.toEqual(code('E9006'))
  })

  it.each(['', 'nonsense', `cst_${'a'.repeat(43)}`, `csk_${'a'.repeat(16)}_${'a'.repeat(43)}`])(
    '%j is nobody’s: E9006',
    async (bearer) => {
      await expect(signedIn({ bearer })).rejects.toEqual(code('E9006'))
    },
  )

  it('notes its use, at most once a minute', async () => {
    const alice = await person()
    const lastUse = async () =>
      (await database().prisma.session.findFirstOrThrow({ where: { userId: alice.userId } })).lastUsedAt
    const { now } = alice.ctx

    await signedIn({ bearer: alice.token }, { now: addSeconds(now, 59) })
    expect(await lastUse()).toEqual(now)
    await signedIn({ bearer: alice.token }, { now: addSeconds(now, 61) })
    expect(await lastUse()).toEqual(addSeconds(now, 61))
  })
})

describe('X-Organization', () => {
  it('puts the call into an organization of the caller’s, with their role there', async () => {
    const [alice, bob] = [await person(), await person()]
    const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
    await addMember(alice.ctx, { id, user_id: bob.userId, role: 'issuer' })

    expect((await signedIn({ bearer: alice.token, organization: id })).actor).toMatchObject({
      organizationId: id,
      role: 'owner',
    })
    expect((await signedIn({ bearer: bob.token, organization: id.toUpperCase() })).actor).toMatchObject({
      organizationId: id,
      role: 'issuer',
    })
  })

  it('is refused for others’, unknown ones and nonsense: E9007', async () => {
    const [alice, bob] = [await person(), await person()]
    for (const organization of [bob.organizationId, newId(), 'acme', '']) {
      await expect(signedIn({ bearer: alice.token, organization })).rejects.toEqual(code('E9007'))
    }
  })

  it('is refused from the moment the membership ends', async () => {
    const [alice, bob] = [await person(), await person()]
    const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
    await addMember(alice.ctx, { id, user_id: bob.userId, role: 'member' })
    await removeMember(alice.ctx, { id, user: bob.userId })
    await expect(signedIn({ bearer: bob.token, organization: id })).rejects.toEqual(code('E9007'))
  })
})

describe('an API key', () => {
  it('acts for its user with its scopes, in its organization', async () => {
    const alice = await person()
    const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
    const there = await signedIn({ bearer: alice.token, organization: id })
    const { key, id: keyId } = await createApiKey(
      there,
      CreateApiKey.parse({ name: 'k', scopes: ['events:write'], quotas: { events: 5_000 } }),
    )

    expect((await signedIn({ bearer: key })).actor).toEqual({
      kind: 'user',
      userId: alice.userId,
      organizationId: id,
      role: 'owner',
      wallet: { address: alice.address, chainId: 31337 },
      via: 'key',
      sessionId: null,
      keyId,
      scopes: ['events:write'],
      quotas: { events: 5_000 },
    })
    await expect(signedIn({ bearer: key, organization: id })).resolves.toBeDefined()
    await expect(signedIn({ bearer: key, organization: alice.organizationId })).rejects.toEqual(code('E9007'))
  })

  it('is refused with another secret, once expired, and once revoked', async () => {
    const alice = await person()
    const { key, id } = await keyFor(alice, { expires_at: addSeconds(alice.ctx.now, 60).toISOString() })
    const changed = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A')

    await expect(signedIn({ bearer: changed })).rejects.toEqual(code('E9006'))
    await expect(signedIn({ bearer: key }, { now: addSeconds(alice.ctx.now, 59) })).resolves.toBeDefined()
    await expect(signedIn({ bearer: key }, { now: addSeconds(alice.ctx.now, 60) })).rejects.toEqual(code('E9006'))
    await revokeApiKey(alice.ctx, { id })
    await expect(signedIn({ bearer: key })).rejects.toEqual(code('E9006'))
  })

  it('dies with the membership it was made under, and stays dead', async () => {
    const [alice, bob] = [await person(), await person()]
    const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
    await addMember(alice.ctx, { id, user_id: bob.userId, role: 'member' })
    const { key } = await createApiKey(
      await signedIn({ bearer: bob.token, organization: id }),
      CreateApiKey.parse({ name: 'k', scopes: ['events:read'] }),
    )

    await removeMember(alice.ctx, { id, user: bob.userId })
    await expect(signedIn({ bearer: key })).rejects.toEqual(code('E9006'))
    await addMember(alice.ctx, { id, user_id: bob.userId, role: 'member' })
    await expect(signedIn({ bearer: key })).rejects.toEqual(code('E9006'))
  })

  it('notes its use', async () => {
    const alice = await person()
    const { key, id } = await keyFor(alice)
    const at = addSeconds(alice.ctx.now, 1)
    await signedIn({ bearer: key }, { now: at })
    await signedIn({ bearer: key }, { now: addSeconds(at, 30) })
    expect((await database().prisma.apiKey.findUniqueOrThrow({ where: { id } })).lastUsedAt).toEqual(at)
  })
})
