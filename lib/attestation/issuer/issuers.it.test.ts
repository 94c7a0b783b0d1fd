import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { actIn } from '@/lib/identity/organization/act-in'
import { createOrganization } from '@/lib/identity/organization/create'
import { CreateOrganization } from '@/lib/identity/organization/schemas'
import type { Hex } from '@/lib/proof/hash'
import type { WalletTypedData } from '@/lib/proof/typed-data'
import { openText } from '@/lib/secret/seal'
import { ownDesk } from '@/test/desk-environment'
import { organizationOf } from '@/test/factories/members'
import { at, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createBatch } from '../create'
import { CreateBatch } from '../schemas'
import { getWorkflow } from '../workflow/get'
import { createIssuer } from './create'
import { endIssuer } from './end'
import { listIssuers } from './list'
import { loadKey } from './open-key'
import { CreateIssuer } from './schemas'
import { findSealedKey } from './store'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const CHAIN = 31337
const code = (wanted: string, status?: number) => expect.objectContaining({ code: wanted, ...(status && { status }) })

const issuer = (ctx: Person['ctx'], body: object) => createIssuer(ctx, CreateIssuer.parse({ chain_id: CHAIN, ...body }))

/** Asks for a kept key; what to sign comes with it. */
async function keptBy(ctx: Person['ctx'], more: object = {}) {
  const asked = await issuer(ctx, { kind: 'KEPT', ...more })
  if (!('typed_data' in asked)) throw new Error('Nothing to sign')
  return { ...asked, typedData: asked.typed_data as WalletTypedData }
}

function signed(account: Person['account'], typedData: WalletTypedData, changes: Partial<WalletTypedData> = {}) {
  const { EIP712Domain: _, ...types } = typedData.types
  const { domain, primaryType, message } = { ...typedData, ...changes }
  return account.signTypedData({ domain, types, primaryType, message } as Parameters<typeof account.signTypedData>[0])
}

const statusesOf = async (ctx: Person['ctx']) => (await listIssuers(ctx, {})).data.map(({ status }) => status)
const asRole = (ctx: Person['ctx'], role: 'member') => ({ ...ctx, actor: { ...ctx.actor, role } })

describe('a key the desk keeps', () => {
  it('attests once an owner signed its delegation, and is sealed', async () => {
    const { owner } = await organizationOf({})
    const asked = await keptBy(owner.ctx)
    expect(asked).toMatchObject({ status: 'DRAFT', kind: 'KEPT', valid_until: null, delegation: null })
    const { message, domain } = asked.typedData
    expect(message).toMatchObject({ organization: owner.organizationId, issuer: asked.address, chainId: '31337' })
    expect(domain.chainId).toBe(CHAIN)

    const signature = await signed(owner.account, asked.typedData)
    const active = await issuer(owner.ctx, { kind: 'KEPT', address: asked.address, signature })
    expect(active).toMatchObject({ id: asked.id, status: 'ACTIVE', delegation: { signer: owner.address, signature } })
    expect(active.valid_until?.getTime()).toBe(Number(message.validUntil) * 1000)

    const sql = sqlOver(database().pool)
    const secret = await loadKey(sql, active.id)
    expect(privateKeyToAccount(secret).address.toLowerCase()).toBe(active.address)
    const key = await findSealedKey(sql, active.id)
    expect(() => openText('issuer', owner.userId, key ?? new Uint8Array())).toThrow()
    expect(JSON.stringify(await listIssuers(owner.ctx, {}))).not.toContain(secret.slice(2))
    expect(Buffer.from(key ?? []).includes(Buffer.from(secret.slice(2), 'hex'))).toBe(false)
    // The same once more: nothing waits to be signed.
    await expect(issuer(owner.ctx, { kind: 'KEPT', address: asked.address, signature })).rejects.toEqual(
      code('E9004', 409),
    )
  })

  it('takes an admin’s wallet, and refuses a stranger’s, a member’s, and what names something else', async () => {
    const { owner, admin, member } = await organizationOf({}, 'admin', 'member')
    const stranger = await person()
    const other = await organizationOf({})
    const asked = await keptBy(owner.ctx)
    const { typedData, address } = asked
    const sign = (signature: string) => issuer(owner.ctx, { kind: 'KEPT', address, signature })
    const changed = (field: string, value: string) => ({ message: { ...typedData.message, [field]: value } })

    for (const account of [stranger.account, member.account]) {
      await expect(sign(await signed(account, typedData))).rejects.toEqual(code('E1006'))
    }
    const lies = [
      changed('organization', other.owner.organizationId),
      changed('issuer', stranger.address),
      changed('chainId', '1'),
      changed('validUntil', '1'),
      { domain: { ...typedData.domain, chainId: 1 } },
    ]
    for (const lie of lies) {
      await expect(sign(await signed(owner.account, typedData, lie))).rejects.toEqual(code('E1006'))
    }
    // Another organization's owner cannot take the key either.
    const theirs = issuer(other.owner.ctx, {
      kind: 'KEPT',
      address,
      signature: await signed(other.owner.account, typedData),
    })
    await expect(theirs).rejects.toEqual(code('E9004', 409))

    expect(await statusesOf(owner.ctx)).toEqual(['DRAFT'])
    expect(await sign(await signed(admin.account, typedData))).toMatchObject({ delegation: { signer: admin.address } })
  })

  it('ends a year from now at most, and what was asked an hour ago is signed no more', async () => {
    const { owner } = await organizationOf({})
    const daysOn = (days: number) => addSeconds(owner.ctx.now, days * 86_400).toISOString()
    for (const valid_until of [daysOn(-1), daysOn(366)]) {
      await expect(keptBy(owner.ctx, { valid_until })).rejects.toEqual(code('E9004', 400))
    }
    const asked = await keptBy(owner.ctx, { valid_until: daysOn(30) })
    const signature = await signed(owner.account, asked.typedData)
    const late = at(owner.ctx, addSeconds(owner.ctx.now, 3_601))
    await expect(issuer(late, { kind: 'KEPT', address: asked.address, signature })).rejects.toEqual(code('E9004', 409))
  })

  it('stays in force while it is renewed, and comes back after it ended, being the same key', async () => {
    const { owner } = await organizationOf({})
    const first = await keptBy(owner.ctx, { valid_until: addSeconds(owner.ctx.now, 86_400).toISOString() })
    const { address } = first
    await issuer(owner.ctx, { kind: 'KEPT', address, signature: await signed(owner.account, first.typedData) })

    const next = await keptBy(owner.ctx, { address })
    expect(next).toMatchObject({ id: first.id, status: 'ACTIVE', address })
    const renewed = await issuer(owner.ctx, {
      kind: 'KEPT',
      address,
      signature: await signed(owner.account, next.typedData),
    })
    expect(renewed.valid_until?.getTime()).toBeGreaterThan(addSeconds(owner.ctx.now, 300 * 86_400).getTime())

    await endIssuer(owner.ctx, { id: first.id })
    await endIssuer(owner.ctx, { id: first.id })
    expect(await statusesOf(owner.ctx)).toEqual(['ENDED'])
    const again = await keptBy(owner.ctx, { address })
    await issuer(owner.ctx, { kind: 'KEPT', address, signature: await signed(owner.account, again.typedData) })
    expect(await statusesOf(owner.ctx)).toEqual(['ACTIVE'])
    const unknown = privateKeyToAccount(generatePrivateKey()).address
    await expect(keptBy(owner.ctx, { address: unknown })).rejects.toEqual(code('E9008'))
  })
})

describe('an own wallet or executor', () => {
  it('of the caller attests at once, another member’s when that wallet has signed, one on each chain', async () => {
    const { owner, issuer: colleague, member } = await organizationOf({}, 'issuer', 'member')
    await expect(issuer(owner.ctx, { kind: 'WALLET', address: member.address })).rejects.toEqual(code('E2008'))
    const theirs = { kind: 'WALLET', address: colleague.address }
    const asked = await issuer(owner.ctx, theirs)
    expect(asked).toMatchObject({ status: 'DRAFT', kind: 'WALLET', chain_id: 'eip155:31337' })
    const typedData = ('typed_data' in asked && asked.typed_data) as WalletTypedData
    const byOwner = await signed(owner.account, typedData)
    await expect(issuer(owner.ctx, { ...theirs, signature: byOwner })).rejects.toEqual(code('E1006'))
    const signature = await signed(colleague.account, typedData)
    expect(await issuer(owner.ctx, { ...theirs, signature })).toMatchObject({ status: 'ACTIVE', kind: 'WALLET' })
    await expect(issuer(owner.ctx, { kind: 'WALLET', address: owner.address })).rejects.toEqual(code('E9004', 409))
    // Nor may one address attest for two organizations.
    const { id } = await createOrganization(colleague.ctx, CreateOrganization.parse({ name: 'Another' }))
    const elsewhere = await actIn(colleague.ctx, id)
    await expect(issuer(elsewhere, { kind: 'WALLET', address: colleague.address })).rejects.toEqual(code('E9004', 409))
    expect(await listIssuers(elsewhere, {})).toEqual({ data: [], next_cursor: null })
  })

  it('at another address signs for itself, and is nobody else’s', async () => {
    const { owner } = await organizationOf({})
    const executor = privateKeyToAccount(generatePrivateKey())
    const address = executor.address.toLowerCase() as Hex
    const asked = await issuer(owner.ctx, { kind: 'EXECUTOR', address })
    if (!('typed_data' in asked)) throw new Error('Nothing to sign')
    const typedData = asked.typed_data as WalletTypedData

    const byOwner = await signed(owner.account, typedData)
    await expect(issuer(owner.ctx, { kind: 'EXECUTOR', address, signature: byOwner })).rejects.toEqual(code('E1006'))
    const signature = await signed(executor, typedData)
    expect(await issuer(owner.ctx, { kind: 'EXECUTOR', address, signature })).toMatchObject({
      status: 'ACTIVE',
      address,
    })

    const other = await organizationOf({})
    const taken = await issuer(other.owner.ctx, { kind: 'EXECUTOR', address })
    const theirs = await signed(executor, ('typed_data' in taken && taken.typed_data) as WalletTypedData)
    await expect(issuer(other.owner.ctx, { kind: 'EXECUTOR', address, signature: theirs })).rejects.toEqual(
      code('E9004', 409),
    )
  })

  it('is named and ended by owners and admins alone, which the audit log keeps, and two at once leave one', async () => {
    const { owner, issuer: colleague } = await organizationOf({}, 'issuer')
    await expect(issuer(colleague.ctx, { kind: 'KEPT' })).rejects.toEqual(code('E9007'))
    await expect(issuer(asRole(owner.ctx, 'member'), { kind: 'KEPT' })).rejects.toEqual(code('E9007'))
    await expect(createIssuer(owner.ctx, CreateIssuer.parse({ chain_id: 1, kind: 'KEPT' }))).rejects.toEqual(
      code('E2002'),
    )

    const both = await Promise.allSettled(
      ['WALLET', 'EXECUTOR'].map((kind) => issuer(owner.ctx, { kind, address: owner.address })),
    )
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const [active] = (await listIssuers(owner.ctx, { status: 'ACTIVE' })).data
    const stranger = await person()
    await expect(endIssuer(stranger.ctx, { id: active?.id ?? '' })).rejects.toEqual(code('E9008'))
    await expect(endIssuer(colleague.ctx, { id: active?.id ?? '' })).rejects.toEqual(code('E9007'))

    const actions = await database().prisma.auditEntry.findMany({
      where: { organizationId: owner.organizationId, action: { startsWith: 'issuer.' } },
      orderBy: { sequence: 'asc' },
      select: { action: true, allowed: true },
    })
    expect(actions).toContainEqual({ action: 'issuer.created', allowed: false })
    expect(actions).toContainEqual({ action: 'issuer.created', allowed: true })
    expect(actions).toContainEqual({ action: 'issuer.ended', allowed: false })
  })

  it('is neither named nor ended by an API key', async () => {
    const { owner } = await organizationOf({})
    const byKey = {
      ...owner.ctx,
      actor: {
        ...owner.ctx.actor,
        via: 'key' as const,
        sessionId: null,
        keyId: newId(),
        scopes: ['attestations:write'],
      },
    }
    await expect(issuer(byKey, { kind: 'WALLET', address: owner.address })).rejects.toEqual(code('E9007'))
    const { id } = await issuer(owner.ctx, { kind: 'WALLET', address: owner.address })
    await expect(endIssuer(byKey, { id })).rejects.toEqual(code('E9007'))
    expect(await statusesOf(byKey)).toEqual(['ACTIVE'])
  })

  it('takes what waits for it with it when it ends', async () => {
    const { owner } = await organizationOf({})
    const { id } = await issuer(owner.ctx, { kind: 'WALLET', address: owner.address })
    const item = {
      recipient: owner.address,
      integra_hash: `0x${'ab'.repeat(32)}`,
      token_id: '1',
      capabilities: ['view'],
    }
    const { workflow_id } = await createBatch(owner.ctx, CreateBatch.parse({ chain_id: CHAIN, items: [item, item] }))
    const look = `attest-chain:${CHAIN}`
    await database().pool.query('SELECT graphile_worker.remove_job($1)', [look])
    await endIssuer(owner.ctx, { id })
    // Somebody ends what lies in the outbox for an executor.
    const { rowCount } = await database().pool.query('SELECT 1 FROM graphile_worker.jobs WHERE key = $1', [look])
    expect(rowCount).toBe(1)

    const ended = await getWorkflow(owner.ctx, { id: workflow_id, after: -1 })
    expect(ended).toMatchObject({ status: 'FAILED', failed: 2, confirmed: 0 })
    expect(ended.items[0]).toMatchObject({
      index: 0,
      status: 'FAILED',
      error: { text: expect.stringMatching(/issuer/) },
    })
    const events = await database().prisma.event.findMany({ where: { organizationId: owner.organizationId } })
    expect(events.filter(({ type }) => type === 'attestation.failed')).toHaveLength(2)
  })
})
