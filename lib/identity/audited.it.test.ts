import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { verifyAudit } from '@/lib/audit/entry'
import { findEntries } from '@/lib/audit/store'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { createWalletChallenge } from '@/lib/wallet/create-challenge'
import { CreateWalletChallenge } from '@/lib/wallet/schemas'
import { verifyWallet } from '@/lib/wallet/verify'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { createApiKey } from './api-key/create'
import { revokeApiKey } from './api-key/revoke'
import { rotateApiKey } from './api-key/rotate'
import { endOtherSessions } from './end-other-sessions'
import { endSession } from './end-session'
import { addMember } from './organization/add-member'
import { changeOrganization } from './organization/change'
import { changeMember } from './organization/change-member'
import { createOrganization } from './organization/create'
import { removeMember } from './organization/remove-member'
import { CreateOrganization } from './organization/schemas'
import { unlinkWallet } from './unlink-wallet'

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})
afterEach(() => {
  Object.assign(env(), { COUNTERSIGN_ENV: 'local', OPERATOR_WALLETS: undefined })
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
async function logOf(organizationId: string) {
  const rows = await findEntries(sqlOver(db.pool), {
    organizationId,
    action: undefined,
    actor: undefined,
    target: undefined,
    allowed: undefined,
    order: 'oldest',
    after: null,
    limit: 200,
  })
  expect(verifyAudit(rows)).toMatchObject({ ok: true })
  return rows
}
const short = (rows: Awaited<ReturnType<typeof logOf>>) =>
  rows.map(({ action, allowed }) => (allowed ? action : `refused ${action}`))

describe('the audit log of an organization', () => {
  it('tells of its members and of whoever tried more than their role allows, and of no stranger', async () => {
    const [owner, admin, stranger] = [await person(), await person(), await person()]
    const { id } = await createOrganization(owner.ctx, CreateOrganization.parse({ name: 'Acme' }))
    await addMember(owner.ctx, { id, user_id: admin.userId, role: 'admin' })
    await changeMember(owner.ctx, { id, user: admin.userId, role: 'reader' })
    const add = (who: Person) => addMember(who.ctx, { id, user_id: stranger.userId, role: 'owner' })
    await expect(add(admin)).rejects.toEqual(code('E9007'))
    await expect(add(stranger)).rejects.toEqual(code('E9008'))
    await expect(removeMember(admin.ctx, { id, user: owner.userId })).rejects.toEqual(code('E9007'))
    await expect(changeOrganization(admin.ctx, { id, sandbox: true })).rejects.toEqual(code('E9007'))
    await removeMember(owner.ctx, { id, user: admin.userId })

    const rows = await logOf(id)
    expect(short(rows)).toEqual([
      'organization.created',
      'member.added',
      'member.changed',
      'refused member.added',
      'refused member.removed',
      'refused organization.changed',
      'member.removed',
    ])
    expect(rows[2]).toMatchObject({
      actor: `user:${owner.userId}`,
      target: `user:${admin.userId}`,
      details: { before: 'admin', role: 'reader' },
      request_id: owner.ctx.requestId,
    })
    expect(rows[3]).toMatchObject({ actor: `user:${admin.userId}`, details: { role: 'owner' } })
  })

  it('tells of keys, and shows no secret', async () => {
    const { ctx, organizationId } = await person()
    const input = { name: 'Night watch', scopes: ['events:read'], quotas: undefined, expires_at: undefined }
    const { id, key } = await createApiKey(ctx, input)
    await rotateApiKey(ctx, { id })
    await revokeApiKey(ctx, { id })
    await expect(revokeApiKey(ctx, { id })).rejects.toEqual(code('E9008'))

    const rows = await logOf(organizationId)
    expect(short(rows)).toEqual(['api_key.created', 'api_key.rotated', 'api_key.revoked'])
    expect(rows[0]).toMatchObject({ target: `api_key:${id}`, details: { scopes: ['events:read'] } })
    const text = JSON.stringify(rows)
    expect(text).not.toContain(key)
    expect(text).not.toContain('Night watch')
  })

  it('tells somebody’s own log of their wallets and sessions', async () => {
    const [ada, other] = [await person(), await person()]
    const again = await person({ account: ada.account })
    const third = await person({ account: ada.account })
    await endSession(ada.ctx, { id: again.ctx.actor.sessionId ?? '' })
    await endOtherSessions(ada.ctx)
    expect(third.userId).toBe(ada.userId)

    const { generatePrivateKey, privateKeyToAccount } = await import('viem/accounts')
    const second = privateKeyToAccount(generatePrivateKey())
    for (let round = 0; round < 2; round++) {
      const asked = { wallet_address: second.address, chain_id: 31337, purpose: 'link_wallet' }
      const { challenge_id, message } = await createWalletChallenge(ada.ctx, CreateWalletChallenge.parse(asked))
      await verifyWallet(ada.ctx, { challenge_id, signature: await second.signMessage({ message }) })
    }
    await unlinkWallet(ada.ctx, { address: second.address.toLowerCase() })
    expect(short(await logOf(ada.organizationId))).toEqual([
      'session.ended',
      'session.others_ended',
      'wallet.linked',
      'wallet.unlinked',
    ])
    expect(await logOf(other.organizationId)).toEqual([])
  })
})

describe('a sandbox', () => {
  const create = (who: Person, sandbox: boolean) => createOrganization(who.ctx, { name: 'Try', sandbox })

  it('is made, and made real again, by its owners', async () => {
    const owner = await person()
    const { id, sandbox } = await create(owner, true)
    expect(sandbox).toBe(true)
    expect(await changeOrganization(owner.ctx, { id, sandbox: false, name: 'Real' })).toMatchObject({
      name: 'Real',
      sandbox: false,
    })
    expect(await changeOrganization(owner.ctx, { id, name: 'Real' })).toMatchObject({ sandbox: false })
    expect(short(await logOf(id))).toEqual(['organization.created', 'organization.changed'])
    await expect(changeOrganization((await person()).ctx, { id, sandbox: true })).rejects.toEqual(code('E9008'))
  })

  it('is made by operators only where the desk is in production, and ended by its owner anywhere', async () => {
    const [owner, operator] = [await person(), await person()]
    const { id } = await create(owner, true)
    Object.assign(env(), { COUNTERSIGN_ENV: 'production', OPERATOR_WALLETS: operator.address })

    await expect(create(owner, true)).rejects.toEqual(code('E9007'))
    expect(await changeOrganization(owner.ctx, { id, sandbox: true })).toMatchObject({ sandbox: true })
    expect(await changeOrganization(owner.ctx, { id, sandbox: false })).toMatchObject({ sandbox: false })
    await expect(changeOrganization(owner.ctx, { id, sandbox: true })).rejects.toEqual(code('E9007'))
    expect(await create(operator, true)).toMatchObject({ sandbox: true })
  })
})
