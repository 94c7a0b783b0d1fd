import { createWalletClient, http, parseEventLogs } from 'viem'
import type { PrivateKeyAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { publicClient } from '@/lib/chain/public-client'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { WalletTypedData } from '@/lib/proof/typed-data'
import { ownDesk } from '@/test/desk-environment'
import { organizationOf } from '@/test/factories/members'
import { type Person, person } from '@/test/factories/people'
import { fundedAccount, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { createAttestation, createBatch } from './create'
import { EAS_ABI } from './eas-abi'
import {
  CAPABILITY_SCHEMA,
  CAPABILITY_UID,
  encodeCapability,
  RECEIPT_SCHEMA,
  REPUTATION_SCHEMA,
  registerSchemaCall,
  schemaUid,
  ZERO_UID,
} from './encode'
import { getAttestation } from './get'
import { createIssuer } from './issuer/create'
import { CreateIssuer } from './issuer/schemas'
import { listAttestations } from './list'
import { easAddresses, readAttestation } from './read-eas'
import { revokeAttestation } from './revoke'
import { allowSchema } from './schema/allow'
import { listSchemas } from './schema/list'
import { AllowSchema, SchemaFilter } from './schema/schemas'
import { AttestationFilter, CreateAttestation, CreateBatch, NoteSent, RevokeAttestation } from './schemas'
import { upsertAttestation } from './send/result-store'
import { getWorkflow, listWorkflows } from './workflow/get'
import { listDead } from './workflow/list-dead'
import { noteSent } from './workflow/note-sent'
import { prepareWorkflow } from './workflow/prepare'
import { replayWorkflow } from './workflow/replay'

const CHAIN = 31337
/** What the operator lets everybody attest under: a capability that nobody can revoke. */
const unrevocable = `${CAPABILITY_SCHEMA.replaceAll(', ', ',')}`
const everybodys = schemaUid(unrevocable, undefined, false)
let own: TestDatabase
/** An organization whose issuer is its owner's wallet, which has coin. */
let org: Record<'owner' | 'issuer' | 'member', Person>
let account: PrivateKeyAccount
let stranger: Person
beforeAll(async () => {
  own = await ownDesk({ ATTESTATION_SCHEMAS: `31337:${everybodys}` })
  account = await fundedAccount()
  org = await organizationOf({}, 'issuer', 'member')
  // The organization's wallet is one of a person's, so it signs in here.
  const holder = await person({ account })
  const { prisma } = database()
  await prisma.membership.create({
    data: { organizationId: org.owner.organizationId, userId: holder.userId, role: 'issuer' },
  })
  const wallet = { chain_id: CHAIN, kind: 'WALLET', address: account.address }
  const asked = await createIssuer(org.owner.ctx, CreateIssuer.parse(wallet))
  const { types, ...typed } = ('typed_data' in asked && asked.typed_data) as WalletTypedData
  const { EIP712Domain: _, ...named } = types
  const whole = { ...typed, types: named } as Parameters<typeof account.signTypedData>[0]
  const signature = await account.signTypedData(whole)
  await createIssuer(org.owner.ctx, CreateIssuer.parse({ ...wallet, signature }))
  stranger = await person()
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string, status?: number) => expect.objectContaining({ code: wanted, ...(status && { status }) })
const DOCUMENT = `0x${'ab'.repeat(32)}`
const one = (changes: object = {}) => ({
  recipient: stranger.address,
  integra_hash: DOCUMENT,
  token_id: '7',
  capabilities: ['view', 'transfer'],
  ...changes,
})
const attest = (ctx: Person['ctx'], changes: object = {}) =>
  createAttestation(ctx, CreateAttestation.parse({ chain_id: CHAIN, ...one(), ...changes }))
const batch = (ctx: Person['ctx'], items: object[], more: object = {}) =>
  createBatch(ctx, CreateBatch.parse({ chain_id: CHAIN, items, ...more }))
const revoke = (ctx: Person['ctx'], uid: string) => revokeAttestation(ctx, { uid, ...RevokeAttestation.parse({}) })
const list = (ctx: Person['ctx'], query: object = {}) => listAttestations(ctx, AttestationFilter.parse(query))
const progress = (ctx: Person['ctx'], id: string, after = -1) => getWorkflow(ctx, { id, after })
const rowsOf = (workflowId: string) =>
  database().prisma.attestationItem.findMany({ where: { workflowId }, orderBy: { index: 'asc' } })
const countItems = () => database().prisma.attestationItem.count()
const jobsFor = async (chainId: number) =>
  await sqlOver(database().pool).$queryRaw<{ payload: unknown }[]>`
    SELECT payload FROM graphile_worker._private_jobs WHERE key = ${`attest-chain:${chainId}`}::text`

/** What the organization's wallet sends, in a block. */
async function send({ to, data }: { to: string; data: string }) {
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  const hash = await wallet.sendTransaction({ to: to as Hex, data: data as Hex })
  return mined(publicClient(CHAIN), hash)
}

/** An attestation of the organization that stands on the chain, as the sending stores it. */
async function standing(organizationId: string | null = org.owner.organizationId, changes: object = {}): Promise<Hex> {
  const { workflow_id } = await attest(org.owner.ctx, changes)
  const { calls } = await prepareWorkflow(org.owner.ctx, { id: workflow_id })
  const [call = { to: '0x', data: '0x' }] = calls
  const { logs } = await send(call)
  const [event] = parseEventLogs({ abi: EAS_ABI, eventName: 'Attested', logs })
  const uid = event?.args.uid ?? ZERO_UID
  const found = await readAttestation(CHAIN, uid)
  if (!found) throw new Error('It is not there')
  const now = org.owner.ctx.now
  await upsertAttestation(sqlOver(database().pool), {
    chainId: CHAIN,
    standing: found,
    isCapability: true,
    organizationId,
    attested: null,
    revokedTx: null,
    now,
  })
  return uid
}

describe('attesting', () => {
  it('stores a workflow of one item, encoded, and asks the worker to send it', async () => {
    const wide = (2n ** 256n - 1n).toString()
    const end = '2029-11-20T12:00:00Z'
    const started = await attest(org.issuer.ctx, {
      token_id: wide,
      expiration_time: end,
      priority: 7,
      ref_uid: `0x${'01'.repeat(32)}`,
    })
    expect(started).toEqual({ workflow_id: expect.any(String), status: 'PENDING' })

    const [row] = await rowsOf(started.workflow_id)
    const capabilities = ['view', 'transfer']
    expect(row).toMatchObject({
      status: 'PENDING',
      operation: 'ATTEST',
      schemaUid: CAPABILITY_UID,
      priority: 7,
      recipient: stranger.address,
      capabilities,
      data: encodeCapability({ integraHash: DOCUMENT as Hex, tokenId: BigInt(wide), capabilities }),
      refUid: `0x${'01'.repeat(32)}`,
      expirationTime: BigInt(Date.parse(end) / 1000),
      revocable: true,
      uid: null,
    })
    expect(row?.tokenId?.toFixed()).toBe(wide)
    const { items } = await progress(org.issuer.ctx, started.workflow_id)
    expect(items).toMatchObject([{ token_id: wide, expiration_time: new Date(end) }])
    expect(row?.expiresAt).toEqual(addSeconds(org.issuer.ctx.now, 300))
    expect(await jobsFor(CHAIN)).toMatchObject([{ payload: { chainId: CHAIN } }])
    expect(await progress(org.owner.ctx, started.workflow_id)).toMatchObject({
      status: 'PENDING',
      confirmed: 0,
      total: 1,
      items: [{ index: 0, status: 'PENDING' }],
    })
  })

  it('takes a thousand at once, in their order, each with its own priority', async () => {
    const items = Array.from({ length: 1_000 }, (_, at) => one({ token_id: at, ...(at === 3 && { priority: 9 }) }))
    const started = await batch(org.owner.ctx, items, { priority: 2 })
    expect(started).toMatchObject({ status: 'PENDING', count: 1_000 })
    const rows = await rowsOf(started.workflow_id)
    expect(rows.map(({ tokenId }) => Number(tokenId))).toEqual(items.map(({ token_id }) => token_id))
    expect(rows.slice(2, 5).map(({ priority }) => priority)).toEqual([2, 9, 2])
    expect((await progress(org.owner.ctx, started.workflow_id, 989)).items.map(({ index }) => index)).toEqual(
      Array.from({ length: 10 }, (_, at) => 990 + at),
    )
    expect(() => CreateBatch.parse({ chain_id: CHAIN, items: [...items, one()] })).toThrow()
    expect(() => CreateBatch.parse({ chain_id: CHAIN, items: [] })).toThrow()
  })

  it('takes a hundred requests at once, and one job for all of them', async () => {
    const started = await Promise.all(Array.from({ length: 100 }, (_, at) => attest(org.issuer.ctx, { token_id: at })))
    expect(new Set(started.map(({ workflow_id }) => workflow_id)).size).toBe(100)
    expect(await jobsFor(CHAIN)).toHaveLength(1)
  })

  it('names the wrong item and its field, and stores none', async () => {
    const before = await countItems()
    const wrongs = [
      { expiration_time: '2020-01-01T00:00:00Z' },
      { expiration_time: 1 },
      { capabilities: undefined },
      { token_id: undefined },
      { integra_hash: undefined },
      { data: '0x12' },
    ]
    for (const wrong of wrongs) {
      const [field] = Object.keys(wrong)
      const refusal = {
        code: 'E9004',
        status: 400,
        fields: [{ path: `items.2.${field}`, message: expect.any(String) }],
      }
      await expect(batch(org.owner.ctx, [one(), one(), one(wrong), one()])).rejects.toMatchObject(refusal)
    }
    await expect(attest(org.owner.ctx, { expiration_time: 1_600_000_000 })).rejects.toMatchObject({
      code: 'E9004',
      fields: [{ path: 'expiration_time' }],
    })
    const shapes = [
      { recipient: '0x12' },
      { token_id: '-1' },
      { token_id: (2n ** 256n).toString() },
      { token_id: 1.5 },
      { capabilities: [] },
      { capabilities: ['\u202e'] },
      { integra_hash: 'ab' },
      { more: 1 },
    ]
    for (const shape of shapes) {
      const parsed = CreateBatch.safeParse({ chain_id: CHAIN, items: [one(), one(shape)] })
      expect(parsed.error?.issues[0]?.path.slice(0, 2)).toEqual(['items', 1])
    }
    expect(await countItems()).toBe(before)
  })

  it('is for issuers, admins and owners, with an issuer on that chain and a schema they may use', async () => {
    await expect(attest(org.member.ctx)).rejects.toEqual(code('E9007'))
    await expect(attest(stranger.ctx)).rejects.toEqual(code('E9004', 409))
    await expect(attest(org.owner.ctx, { schema: `0x${'99'.repeat(32)}` })).rejects.toEqual(code('E7005', 403))
    await expect(attest(org.owner.ctx, { chain_id: 1 })).rejects.toEqual(code('E2002'))
    const ended = await person()
    const ctx = { ...ended.ctx, now: addSeconds(ended.ctx.now, 10) }
    await database().prisma.issuer.create({
      data: {
        ...{ id: newId(), organizationId: ended.organizationId, chainId: CHAIN, address: ended.address, kind: 'KEPT' },
        ...{ validUntil: ended.ctx.now, createdBy: ended.userId, createdAt: ended.ctx.now },
      },
    })
    await expect(attest(ctx)).rejects.toMatchObject({ status: 409, message: expect.stringMatching(/delegation/) })
  })
})

describe('schemas', () => {
  it('are allowed as the registry tells them; others’ stay theirs', async () => {
    // Known once it is registered, which another run on this chain may have done.
    await send({ to: easAddresses(CHAIN).schemaRegistry, data: registerSchemaCall(unrevocable, undefined, false) })
    const definition = `bytes32 course, string degree${newId().replaceAll('-', '')}`
    const ask = { chain_id: CHAIN, name: 'Degree', definition, revocable: false }
    const unregistered = await allowSchema(org.owner.ctx, AllowSchema.parse(ask))
    const uid = schemaUid(definition, undefined, false)
    expect(unregistered).toMatchObject({ registered: false, uid, calls: [{ to: easAddresses(CHAIN).schemaRegistry }] })
    const byUid = AllowSchema.parse({ chain_id: CHAIN, name: 'Degree', uid })
    await expect(allowSchema(org.owner.ctx, byUid)).rejects.toEqual(code('E7005'))
    await expect(attest(org.owner.ctx, { schema: uid })).rejects.toEqual(code('E7005'))

    await send({ to: easAddresses(CHAIN).schemaRegistry, data: registerSchemaCall(definition, undefined, false) })
    await expect(allowSchema(org.issuer.ctx, byUid)).rejects.toEqual(code('E9007'))
    const both = await Promise.all([byUid, AllowSchema.parse(ask)].map((input) => allowSchema(org.owner.ctx, input)))
    for (const allowed of both)
      expect(allowed).toMatchObject({ registered: true, uid, definition, revocable: false, own: true })

    const names = async (who: Person) =>
      (await listSchemas(who.ctx, SchemaFilter.parse({ chain_id: CHAIN }))).data.map((schema) => schema.uid)
    const desks = [CAPABILITY_SCHEMA, RECEIPT_SCHEMA, REPUTATION_SCHEMA].map((fields) => schemaUid(fields))
    expect(await names(org.member)).toEqual([...desks, everybodys, uid])
    expect(await names(stranger)).toEqual([...desks, everybodys])

    const other = { schema: uid, integra_hash: undefined, token_id: undefined, capabilities: undefined }
    await expect(attest(org.owner.ctx, { schema: uid })).rejects.toMatchObject({ fields: [{ path: 'integra_hash' }] })
    const revocable = attest(org.owner.ctx, { ...other, data: '0x00', revocable: true })
    await expect(revocable).rejects.toMatchObject({ fields: [{ path: 'revocable' }] })
    const { workflow_id } = await attest(org.owner.ctx, { ...other, data: '0x00' })
    expect(await rowsOf(workflow_id)).toMatchObject([
      { data: '0x00', revocable: false, integraHash: null, tokenId: null },
    ])
  })

  it('of the operator are everybody’s', async () => {
    const { workflow_id } = await attest(org.owner.ctx, { schema: everybodys })
    expect(await rowsOf(workflow_id)).toMatchObject([
      { schemaUid: everybodys, revocable: false, integraHash: DOCUMENT },
    ])
    await expect(attest(org.owner.ctx, { schema: everybodys, revocable: true })).rejects.toEqual(code('E9004', 400))
  })
})

describe('workflows', () => {
  it('are seen by their organization alone', async () => {
    const { workflow_id: id } = await attest(org.owner.ctx)
    await expect(progress(stranger.ctx, id)).rejects.toEqual(code('E7001'))
    await expect(prepareWorkflow(stranger.ctx, { id })).rejects.toEqual(code('E7001'))
    expect((await listWorkflows(stranger.ctx, { limit: 10 })).data).toEqual([])
    const [newest] = (await listWorkflows(org.member.ctx, { limit: 1 })).data
    expect(newest?.id).toBe(id)
  })

  it('are one status out of their items’, and bring back what failed three times at most', async () => {
    const { workflow_id: id } = await batch(org.owner.ctx, [one(), one(), one()])
    const { prisma } = database()
    const set = (index: number, data: object) =>
      prisma.attestationItem.update({ where: { workflowId_index: { workflowId: id, index } }, data })
    const status = async () => (await progress(org.owner.ctx, id)).status
    await expect(replayWorkflow(org.owner.ctx, { id })).rejects.toEqual(code('E9004', 409))

    await set(0, { status: 'CONFIRMED', uid: `0x${'0c'.repeat(32)}` })
    expect(await status()).toBe('RUNNING')
    await set(1, { status: 'FAILED', errorCode: 'InvalidSchema', error: 'No such schema.', tries: 4 })
    await set(2, { status: 'EXPIRED', errorCode: 'Expired', error: 'It waited too long.' })
    expect(await progress(org.owner.ctx, id)).toMatchObject({
      status: 'PARTLY_FAILED',
      confirmed: 1,
      failed: 2,
      items: [
        { status: 'CONFIRMED' },
        { error: { code: 'InvalidSchema', text: 'No such schema.' } },
        { status: 'EXPIRED' },
      ],
    })
    const dead = await listDead(org.owner.ctx, { limit: 1 })
    const rest = await listDead(org.owner.ctx, { limit: 1, cursor: dead.next_cursor ?? '' })
    expect([...dead.data, ...rest.data].map(({ index }) => index).sort()).toEqual([1, 2])
    expect((await listDead(stranger.ctx, { limit: 10 })).data).toEqual([])

    await expect(replayWorkflow(stranger.ctx, { id })).rejects.toEqual(code('E7001'))
    await expect(replayWorkflow(org.member.ctx, { id })).rejects.toEqual(code('E9007'))
    expect(await replayWorkflow(org.issuer.ctx, { id, indexes: [1] })).toMatchObject({
      ...{ workflow_id: id, replayed: 1, left_out: 0 },
      ...{ id, status: 'RUNNING', confirmed: 1, failed: 1, total: 3 },
      items: [{ status: 'CONFIRMED' }, { status: 'PENDING' }, { status: 'EXPIRED' }],
    })
    const [, again] = await rowsOf(id)
    expect(again).toMatchObject({ status: 'PENDING', tries: 0, replays: 1, error: null, errorCode: null })

    // What was signed for it may still count: it has its whole time after that.
    const signedUntil = addSeconds(org.owner.ctx.now, 1_800)
    for (const replays of [2, 3]) {
      await set(1, { status: 'FAILED', error: 'Again.', signedUntil })
      await replayWorkflow(org.owner.ctx, { id, indexes: [1] })
      expect((await rowsOf(id))[1]).toMatchObject({ replays, expiresAt: addSeconds(signedUntil, 300) })
    }
    await set(1, { status: 'FAILED', error: 'Again.' })
    await expect(replayWorkflow(org.owner.ctx, { id, indexes: [1] })).rejects.toMatchObject({ status: 409 })
    expect(await replayWorkflow(org.owner.ctx, { id })).toMatchObject({ replayed: 1, left_out: 1 })
    const replays = await prisma.auditEntry.count({
      where: { action: 'attestation.replayed', allowed: true, target: `attestation_workflow:${id}` },
    })
    expect(replays).toBe(4)
  })

  it('of a wallet are its own calls, by which EAS says that it attested and revoked', async () => {
    const { workflow_id: id } = await batch(
      org.owner.ctx,
      Array.from({ length: 51 }, (_, at) => one({ token_id: at })),
    )
    const { calls, from } = await prepareWorkflow(org.member.ctx, { id })
    expect(from).toBe(account.address.toLowerCase())
    expect(calls.map(({ says }) => says)).toEqual([
      'Make 50 attestations for your organization',
      'Make one attestation for your organization',
    ])
    expect(calls.map(({ indexes }) => indexes.length)).toEqual([50, 1])
    expect(calls[1]?.indexes).toEqual([50])
    const uid = await standing()
    expect(await readAttestation(CHAIN, uid)).toMatchObject({ attester: account.address, revocationTime: 0n })

    const { workflow_id } = (await revoke(org.owner.ctx, uid)) as { workflow_id: string }
    expect(await rowsOf(workflow_id)).toMatchObject([{ operation: 'REVOKE', uid, status: 'PENDING' }])
    const [call = { to: '', data: '' }] = (await prepareWorkflow(org.owner.ctx, { id: workflow_id })).calls
    await send(call)
    expect((await readAttestation(CHAIN, uid))?.revocationTime).toBeGreaterThan(0n)
  })
})

describe('what a wallet says it sent', () => {
  it('is prepared no more, but when it is asked for, and only its organization’s attesters say so', async () => {
    const { workflow_id: id } = await batch(org.owner.ctx, [one(), one(), one()])
    const sent = NoteSent.parse({ tx_hash: `0x${'5E'.repeat(32)}`, indexes: [0, 2, 9] })
    await expect(noteSent(stranger.ctx, { id, ...sent })).rejects.toEqual(code('E7001'))
    await expect(noteSent(org.member.ctx, { id, ...sent })).rejects.toEqual(code('E9007'))
    expect((await prepareWorkflow(org.owner.ctx, { id })).calls[0]?.indexes).toEqual([0, 1, 2])

    expect(await noteSent(org.issuer.ctx, { id, ...sent })).toEqual({ workflow_id: id, noted: 2 })
    expect(await noteSent(org.issuer.ctx, { id, ...sent })).toEqual({ workflow_id: id, noted: 2 })
    const left = await prepareWorkflow(org.owner.ctx, { id })
    expect([left.calls.map(({ indexes }) => indexes), left.sent]).toEqual([[[1]], 2])
    const again = await prepareWorkflow(org.owner.ctx, { id, resend: true })
    expect([again.calls.map(({ indexes }) => indexes), again.sent]).toEqual([[[0, 1, 2]], 0])
    expect(await jobsFor(CHAIN)).toHaveLength(1)

    const { prisma } = database()
    await prisma.issuer.updateMany({ where: { address: account.address.toLowerCase() }, data: { kind: 'EXECUTOR' } })
    const refused = await noteSent(org.owner.ctx, { id, ...sent }).catch((error: unknown) => error)
    await prisma.issuer.updateMany({ where: { address: account.address.toLowerCase() }, data: { kind: 'WALLET' } })
    expect(refused).toEqual(code('E9004', 409))
  })
})

describe('attestations', () => {
  it('are revoked by their organization alone, once', async () => {
    const uid = await standing()
    await expect(revoke(stranger.ctx, uid)).rejects.toEqual(code('E7001'))
    await expect(revoke(org.member.ctx, uid)).rejects.toEqual(code('E9007'))
    await expect(revoke(org.owner.ctx, `0x${'07'.repeat(32)}`)).rejects.toEqual(code('E7001'))

    const both = await Promise.allSettled([revoke(org.owner.ctx, uid), revoke(org.issuer.ctx, uid)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(revoke(org.owner.ctx, uid)).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/on its way/),
    })

    const { prisma } = database()
    const where = { chainId_uid: { chainId: CHAIN, uid } }
    await prisma.attestationItem.updateMany({ where: { uid, operation: 'REVOKE' }, data: { status: 'FAILED' } })
    await prisma.attestation.update({ where, data: { revocable: false } })
    await expect(revoke(org.owner.ctx, uid)).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/nobody can/),
    })
    await prisma.attestation.update({ where, data: { revocable: true, attester: stranger.address } })
    await expect(revoke(org.owner.ctx, uid)).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/Only 0x/),
    })
    await prisma.attestation.update({ where, data: { status: 'REVOKED' } })
    await expect(revoke(org.owner.ctx, uid)).rejects.toMatchObject({
      status: 409,
      message: expect.stringMatching(/already/),
    })
  })

  it('are listed for who made them and who they are about, and are others’ 404', async () => {
    const document = `0x${'d0'.repeat(32)}`
    const uid = await standing(undefined, { integra_hash: document })
    const outside = await person()

    expect((await list(org.member.ctx, { integra_hash: document })).data).toMatchObject([
      {
        uid,
        direction: 'sent',
        status: 'CONFIRMED',
        token_id: '7',
        capabilities: ['view', 'transfer'],
        expiration_time: null,
        ref_uid: null,
      },
    ])
    expect((await list(stranger.ctx, { direction: 'received', integra_hash: document })).data).toMatchObject([
      { uid, direction: 'received' },
    ])
    expect((await list(stranger.ctx, { direction: 'sent' })).data).toEqual([])
    for (const direction of ['sent', 'received']) expect((await list(outside.ctx, { direction })).data).toEqual([])
    expect((await list(org.owner.ctx, { integra_hash: document, recipient: outside.address })).data).toEqual([])
    const first = await list(org.owner.ctx, { limit: '1' })
    const next = await list(org.owner.ctx, { limit: '1', cursor: first.next_cursor })
    expect(next.data[0]?.uid).not.toBe(first.data[0]?.uid)

    expect(await getAttestation(org.member.ctx, { uid })).toMatchObject({
      uid,
      direction: 'sent',
      document: null,
      inclusion: null,
    })
    expect(await getAttestation(stranger.ctx, { uid })).toMatchObject({ direction: 'received' })
    await expect(getAttestation(outside.ctx, { uid })).rejects.toEqual(code('E7001'))
  })
})
