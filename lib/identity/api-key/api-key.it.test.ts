import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { anonymous, person, signedIn } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { addMember } from '../organization/add-member'
import { createOrganization } from '../organization/create'
import { createApiKey, MAX_KEYS } from './create'
import { listApiKeys } from './list'
import { revokeApiKey } from './revoke'
import { rotateApiKey } from './rotate'
import { CreateApiKey } from './schemas'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const make = (ctx: Ctx, body: object = {}) =>
  createApiKey(ctx, CreateApiKey.parse({ name: 'a key', scopes: ['challenges:write'], ...body }))
const list = async (ctx: Ctx) => (await listApiKeys(ctx, { limit: 50 })).data.map(({ id }) => id)

/** An organization of Alice's with Bob in it as `role`. */
async function organizationWith(role: 'admin' | 'issuer' | 'member' | 'reader') {
  const [alice, bob] = [await person(), await person()]
  const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
  await addMember(alice.ctx, { id, user_id: bob.userId, role })
  return {
    owner: await signedIn({ bearer: alice.token, organization: id }),
    other: await signedIn({ bearer: bob.token, organization: id }),
    id,
  }
}

describe('making a key', () => {
  it('shows it once and keeps only a hash', async () => {
    const alice = await person()
    const made = await make(alice.ctx, {
      scopes: ['events:read', 'events:read', 'billing:production:deploy'],
      quotas: { events: 10_000 },
    })
    expect(made).toEqual({
      id: expect.any(String),
      public_id: expect.stringMatching(/^[0-9a-f]{16}$/),
      organization_id: alice.organizationId,
      user_id: alice.userId,
      name: 'a key',
      scopes: ['events:read', 'billing:production:deploy'],
      quotas: { events: 10_000 },
      created_at: alice.ctx.now,
      expires_at: null,
      last_used_at: null,
      key: expect.stringMatching(new RegExp(`^csk_${made.public_id}_[\\w-]{43}$`)),
    })

    const { rows } = await database().pool.query('SELECT row_to_json(k)::text AS row FROM api_keys k WHERE id = $1', [
      made.id,
    ])
    expect(rows[0].row).not.toContain(made.key.split('_').slice(2).join('_'))
    expect((await listApiKeys(alice.ctx, { limit: 50 })).data).toEqual([{ ...made, key: undefined }])
  })

  it.each([
    {},
    { name: 'k', scopes: [] },
    { name: 'k', scopes: ['everything'] },
    { name: '', scopes: ['events:read'] },
    { name: 'k', scopes: ['events:read'], expires_at: 'tomorrow' },
    { name: 'k', scopes: ['events:read'], quotas: { sign_in: 5 } },
    { name: 'k', scopes: ['events:read'], quotas: { events: 0 } },
    { name: 'k', scopes: ['events:read'], key: 'csk_mine' },
  ])('is refused for %j', (body) => {
    expect(CreateApiKey.safeParse(body).success).toBe(false)
  })

  it('is refused to nobody, for a past expiry, for a quota out of bounds', async () => {
    const alice = await person()
    await expect(make(anonymous())).rejects.toEqual(code('E9005'))
    await expect(make(alice.ctx, { expires_at: alice.ctx.now.toISOString() })).rejects.toEqual(code('E9004'))
    await expect(make(alice.ctx, { quotas: { challenges: 301 } })).rejects.toEqual(code('E9004'))
    await expect(make(alice.ctx, { quotas: { challenges: 300 } })).resolves.toBeDefined()
  })

  it.each([
    ['reader', false],
    ['member', true],
    ['issuer', true],
    ['admin', true],
  ] as const)('is open to a %s of an organization: %s', async (role, allowed) => {
    const { other, id } = await organizationWith(role)
    if (allowed) expect(await make(other)).toMatchObject({ organization_id: id })
    else await expect(make(other)).rejects.toEqual(code('E9007'))
  })

  it('stops at a number', async () => {
    const alice = await person()
    for (let i = 0; i < MAX_KEYS; i++) await make(alice.ctx)
    await expect(make(alice.ctx)).rejects.toEqual(expect.objectContaining({ code: 'E9004', status: 409 }))
  })
})

describe('a key that makes keys', () => {
  it('gives no more than it has, and for no longer', async () => {
    const alice = await person()
    const end = addSeconds(alice.ctx.now, 600)
    const { key } = await make(alice.ctx, {
      scopes: ['challenges:write', 'events:read'],
      expires_at: end.toISOString(),
    })
    const byKey = await signedIn({ bearer: key })

    expect(await make(byKey, { scopes: ['challenges:read'] })).toMatchObject({ expires_at: end })
    await expect(make(byKey, { scopes: ['events:write'] })).rejects.toEqual(code('E9007'))
    await expect(make(byKey, { scopes: ['deployments.create'] })).rejects.toEqual(code('E9007'))
    await expect(make(byKey, { expires_at: addSeconds(end, 1).toISOString() })).rejects.toEqual(code('E9007'))
  })

  it('neither takes over nor ends a mightier one: E9008', async () => {
    const alice = await person()
    const mighty = await make(alice.ctx, { scopes: ['challenges:write', 'events:write'] })
    const small = await make(alice.ctx, { scopes: ['challenges:read'] })
    const bySmall = await signedIn({ bearer: small.key })

    await expect(rotateApiKey(bySmall, { id: mighty.id })).rejects.toEqual(code('E9008'))
    await expect(revokeApiKey(bySmall, { id: mighty.id })).rejects.toEqual(code('E9008'))
    await expect(rotateApiKey(bySmall, { id: small.id })).resolves.toMatchObject({ id: small.id })
  })

  it('reaches no key of another organization: E9008', async () => {
    const alice = await person()
    const { id } = await createOrganization(alice.ctx, { name: 'Acme' })
    const there = await make(await signedIn({ bearer: alice.token, organization: id }))
    const here = await make(alice.ctx)
    const byKey = await signedIn({ bearer: here.key })
    await expect(rotateApiKey(byKey, { id: there.id })).rejects.toEqual(code('E9008'))
    expect(await list(byKey)).toEqual([here.id])
  })
})

describe('listing keys', () => {
  it('shows members their own and owners all of the organization', async () => {
    const { owner, other } = await organizationWith('member')
    const [first, second] = [await make(owner), await make(other)]
    expect(await list(owner)).toEqual([second.id, first.id])
    expect(await list(other)).toEqual([second.id])
  })
})

describe('rotating a key', () => {
  it('gives a new secret and kills the old one', async () => {
    const alice = await person()
    const made = await make(alice.ctx)
    const rotated = await rotateApiKey(alice.ctx, { id: made.id })
    expect(rotated).toMatchObject({ id: made.id, public_id: made.public_id, scopes: made.scopes })
    expect(rotated.key).not.toBe(made.key)

    await expect(signedIn({ bearer: made.key })).rejects.toEqual(code('E9006'))
    await expect(signedIn({ bearer: rotated.key })).resolves.toBeDefined()
  })

  it('leaves one good secret when done twice at once', async () => {
    const alice = await person()
    const { id } = await make(alice.ctx)
    const both = await Promise.all([rotateApiKey(alice.ctx, { id }), rotateApiKey(alice.ctx, { id })])
    const good = await Promise.all(
      both.map(({ key }) =>
        signedIn({ bearer: key }).then(
          () => true,
          () => false,
        ),
      ),
    )
    expect(good.sort()).toEqual([false, true])
  })

  it('is for one’s own keys, not for those one manages: E9008', async () => {
    const { owner, other } = await organizationWith('member')
    const stranger = await person()
    const { id } = await make(other)
    for (const ctx of [owner, stranger.ctx]) await expect(rotateApiKey(ctx, { id })).rejects.toEqual(code('E9008'))
    await expect(rotateApiKey(other, { id: newId() })).rejects.toEqual(code('E9008'))
  })

  it('does not revive a revoked one: E9008', async () => {
    const alice = await person()
    const { id } = await make(alice.ctx)
    await revokeApiKey(alice.ctx, { id })
    await expect(rotateApiKey(alice.ctx, { id })).rejects.toEqual(code('E9008'))
  })
})

describe('revoking a key', () => {
  it('kills it at once, once', async () => {
    const alice = await person()
    const { id, key } = await make(alice.ctx)
    const results = await Promise.allSettled([revokeApiKey(alice.ctx, { id }), revokeApiKey(alice.ctx, { id })])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(signedIn({ bearer: key })).rejects.toEqual(code('E9006'))
    await expect(revokeApiKey(alice.ctx, { id })).rejects.toEqual(code('E9008'))
    expect(await list(alice.ctx)).toEqual([])
  })

  it('is open to owners and admins of its organization, not to other members or strangers', async () => {
    const { owner, other } = await organizationWith('member')
    const stranger = await person()
    const [owners, others] = [await make(owner), await make(other)]
    await expect(revokeApiKey(other, { id: owners.id })).rejects.toEqual(code('E9008'))
    await expect(revokeApiKey(stranger.ctx, { id: others.id })).rejects.toEqual(code('E9008'))
    await expect(revokeApiKey(owner, { id: others.id })).resolves.toBeUndefined()
  })
})
