import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createWalletClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { localAddresses, prepareDevnet } from '@/scripts/start/devnet.mjs'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { CAPABILITY_UID, encodeCapability, registerSchemaCall, schemaUid, ZERO_UID } from '../encode'
import { onlooker, recipientOf, type TestIssuer, testIssuer, testWorkflow } from './attest.fixture'
import { attestChain } from './attest-chain'
import { type EasChain, EasRefused, easChain } from './eas-chain'
import { recheckLocal } from './recheck-local'

/** A chain of its own: blocks are taken back here. */
const folder = mkdtempSync(path.join(tmpdir(), 'countersign-attest-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json'), onDeath: () => {} })
const EAS = localAddresses.eas as Hex

let fresh: TestDatabase
let db: Database
let chain: EasChain
let seen: ReturnType<typeof onlooker>
let rpcUrl: string
beforeAll(async () => {
  const { url } = await startAnvil({ family, log: path.join(folder, 'anvil.log') })
  rpcUrl = url
  await prepareDevnet({ rpcUrl: url })
  fresh = await ownDesk({ RPC_31337: url })
  db = database()
  seen = onlooker(url, EAS)
  chain = easChain(31337)
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true, force: true })
})

let key: Hex
let issuer: TestIssuer
let start: Date
let passed = 0
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE attestation_items, attestation_workflows, attestation_submissions, attestations, chain_transactions, attestation_chains CASCADE',
  )
  key = generatePrivateKey()
  await seen.fund(privateKeyToAccount(key).address)
  start = currentTime()
  passed = 0
  issuer = await testIssuer(db, { now: start })
})

/** A worker's next look, so many seconds later. */
const look = (changes: Partial<EasChain> = {}, seconds = 5) => {
  passed += seconds
  const sending = { chain: { ...chain, ...changes }, key }
  return attestChain(systemContext('test', addSeconds(start, passed)), 31337, () => sending)
}
const items = (status?: string) =>
  db.prisma.attestationItem.findMany({
    where: status ? { status } : {},
    orderBy: [{ workflowId: 'asc' }, { index: 'asc' }],
  })
const statuses = async () => {
  const groups = await db.prisma.attestationItem.groupBy({ by: ['status'], _count: true })
  return Object.fromEntries(groups.map(({ status, _count }) => [status, _count]))
}
const submissions = () => db.prisma.attestationSubmission.findMany({ orderBy: { createdAt: 'asc' } })
const batch = (count: number, of: object = {}) =>
  testWorkflow(
    db,
    issuer,
    Array.from({ length: count }, () => of),
    { now: start },
  )
/** Looks until nothing is under way any more. */
const untilDone = (changes: Partial<EasChain> = {}) =>
  expect.poll(() => look(changes), { timeout: 20_000, interval: 50 }).toBe('idle')
/** A chain on which nothing is final yet. */
const unsettled = { finalBlock: async () => 0 }
const untilMined = (count: number) =>
  expect.poll(() => look(unsettled).then(statuses), { timeout: 20_000, interval: 100 }).toEqual({ MINED: count })

/** Everything confirmed is on the chain once, by the issuer, as it was asked for. */
async function expectAllOnChain(count: number): Promise<void> {
  expect(await statuses()).toEqual({ CONFIRMED: count })
  const rows = await items()
  const logs = await seen.attestedBy(issuer.address)
  expect(new Set(logs.map(({ args }) => args.uid))).toEqual(new Set(rows.map(({ uid }) => uid)))
  expect(logs).toHaveLength(count)
  expect(await seen.nonceOf(issuer.address)).toBe(BigInt(count))
  for (const row of rows.filter((_, at) => at % 17 === 0)) {
    const held = await seen.attestation(row.uid as Hex)
    expect([held.attester.toLowerCase(), held.recipient.toLowerCase(), held.data]).toEqual([
      issuer.address,
      row.recipient,
      row.data,
    ])
  }
  expect(await db.prisma.attestation.count({ where: { status: 'CONFIRMED', attester: issuer.address } })).toBe(count)
  const nonces = (await db.prisma.chainTransaction.findMany({ orderBy: { nonce: 'asc' } })).map(({ nonce }) => nonce)
  expect(nonces).toEqual(nonces.map((_, at) => at))
}

describe('attestations', () => {
  it('go together, signed by their issuer and paid by the desk', async () => {
    const workflow = await batch(3)
    await untilDone()
    await expectAllOnChain(3)
    const [submission] = await submissions()
    expect(submission).toMatchObject({ state: 'CONFIRMED', size: 3, schemaUid: CAPABILITY_UID })
    expect(Number(submission?.feeWei)).toBeGreaterThan(0)

    const row = await db.prisma.attestation.findFirst({ where: { recipient: recipientOf(1) } })
    expect(row).toMatchObject({
      capabilities: ['read'],
      integraHash: `0x${'1'.padStart(64, '0')}`,
      organizationId: issuer.organizationId,
      txHash: submission?.txHash,
    })
    expect(Number(row?.tokenId)).toBe(1)

    const events = await db.prisma.event.findMany({ where: { subject: workflow }, orderBy: { sequence: 'asc' } })
    expect(events.map(({ type, organizationId }) => [type, organizationId])).toEqual(
      Array.from({ length: 3 }, () => ['attestation.confirmed', issuer.organizationId]),
    )
    expect(events[0]?.data).toMatchObject({
      workflow_id: workflow,
      chain_id: 'eip155:31337',
      status: 'CONFIRMED',
      uid: (await items())[0]?.uid,
    })
    const used = await db.prisma.auditEntry.findMany({ where: { organizationId: issuer.organizationId } })
    expect(used.map(({ action }) => action)).toEqual(['issuer.signed'])
  })

  it('are sent one group after the other for an issuer, side by side for several', async () => {
    await batch(70)
    await testWorkflow(db, issuer, [{ priority: 9, capability: 'urgent' }], { now: start })
    const other = await testIssuer(db, { now: start })
    await testWorkflow(db, other, [{}], { now: start })
    await look({ send: async () => 'sent' })
    expect((await submissions()).map(({ size }) => size).sort()).toEqual([1, 50])
    const [urgent] = await items('SUBMITTED').then((rows) => rows.filter(({ place }) => place === 0))
    expect(urgent?.priority === 9 || urgent?.issuerId === other.id).toBe(true)
    await look({ send: async () => 'sent' })
    expect(await submissions()).toHaveLength(2)

    await untilDone()
    expect(await statuses()).toEqual({ CONFIRMED: 72 })
    expect((await submissions()).map(({ size }) => size).sort((a, b) => a - b)).toEqual([1, 21, 50])
  })

  it('lose one poisoned of fifty, and no other', async () => {
    const missing: Hex = `0x${'77'.repeat(32)}`
    const many = Array.from({ length: 50 }, (_, at) => (at === 31 ? { refUid: missing } : {}))
    const workflow = await testWorkflow(db, issuer, many, { now: start })
    await untilDone()
    expect(await statuses()).toEqual({ CONFIRMED: 49, FAILED: 1 })
    expect(await items('FAILED')).toMatchObject([{ index: 31, errorCode: 'NotFound', uid: null, txHash: null }])
    expect(await seen.attestedBy(issuer.address)).toHaveLength(49)
    const failed = await db.prisma.event.findMany({ where: { subject: workflow, type: 'attestation.failed' } })
    expect(failed.map(({ data }) => data)).toMatchObject([{ index: 31, status: 'FAILED' }])
  })

  it('are revoked by their issuer, and EAS says so', async () => {
    await batch(2)
    await untilDone()
    const [first, second] = await items()
    const uid = first?.uid as Hex
    const workflow = await testWorkflow(db, issuer, [{ uid }, { uid }], { now: start, operation: 'REVOKE' })
    await untilDone()
    expect((await seen.attestation(uid)).revocationTime).toBeGreaterThan(0n)
    expect((await seen.attestation(second?.uid as Hex)).revocationTime).toBe(0n)
    expect(await db.prisma.attestation.findMany({ where: { status: 'REVOKED' } })).toMatchObject([{ uid }])
    expect((await items()).filter(({ operation }) => operation === 'REVOKE')).toMatchObject([
      { status: 'CONFIRMED', uid },
      { status: 'FAILED', errorCode: 'AlreadyRevoked', uid },
    ])
    const events = await db.prisma.event.findMany({ where: { subject: workflow } })
    expect(events.map(({ type }) => type).sort()).toEqual(['attestation.failed', 'attestation.revoked'])
  })
})

describe('a node that is behind', () => {
  it('is believed neither when something is signed nor when something before it is missing', async () => {
    const behind = { ...unsettled, easNonce: async () => 0n }
    await batch(1)
    await untilMined(1)
    await batch(1)
    await look(behind)
    expect(await submissions()).toMatchObject([{ state: 'MINED' }])

    await look({ ...unsettled, send: async () => 'sent' })
    await look({ ...behind, send: async () => 'sent' })
    expect(await submissions()).toMatchObject([{ state: 'MINED' }, { state: 'SUBMITTED' }])
    await untilDone()
    await expectAllOnChain(2)
  })

  it('never has one nonce of an issuer on its way twice', async () => {
    await batch(1)
    await look({ send: async () => 'sent' })
    const [first] = await submissions()
    const twice = { ...first, id: newId() } as typeof first & object
    await expect(db.prisma.attestationSubmission.create({ data: twice })).rejects.toMatchObject({ code: 'P2002' })
  })
})

describe('what was signed', () => {
  /** The chain reverts it in its block as often as it is tried. */
  async function revertAll(size: number): Promise<void> {
    await batch(size)
    const reverting: Partial<EasChain> = {
      send: async () => 'sent',
      landed: async (txHash) => ({
        ...{
          status: 'reverted',
          from: '0x01',
          to: EAS,
          txHash,
          blockNumber: 1,
          blockHash: '0x0b',
          gasUsed: 1n,
          feeWei: 7n,
          spoken: [],
        },
      }),
    }
    await look({ send: async () => 'sent' })
    for (let round = 0; round < 3; round++) {
      await look(reverting, 40)
      expect(await statuses()).toEqual({ SUBMITTED: size })
      await look({ send: async () => 'sent', landed: async () => null }, 40)
    }
    expect((await submissions()).map(({ tries }) => tries)).toEqual([3])
    await look(reverting, 40)
  }
  const nonsense = { gasFor: () => Promise.reject(new EasRefused({ name: 'AccessDenied', sentence: 'no' })) }
  /** Has what waits signed and kept from the chain, and then given up. Answers the transaction, which can still be sent. */
  async function givenUp(): Promise<Hex> {
    let raw: Hex = '0x'
    await look({
      send: async (sent) => {
        raw = sent
        return 'sent'
      },
    })
    await look({ ...nonsense, send: async () => 'refused' }, 200)
    return raw
  }

  it('is tried again when the chain reverts it in its block, and given up after three more times', async () => {
    await revertAll(1)
    expect(await statuses()).toEqual({ FAILED: 1 })
    expect(await items()).toMatchObject([{ errorCode: 'REVERTED' }])
    expect(await seen.attestedBy(issuer.address)).toEqual([])
  })

  it('together and is reverted each time, is signed anew in halves: only what is alone fails', async () => {
    await revertAll(2)
    expect(await statuses()).toEqual({ PENDING: 2 })
    expect((await submissions()).map(({ feeWei, lostWei }) => [Number(feeWei), Number(lostWei)])).toEqual([[0, 28]])
    const { timestamp } = await seen.client.getBlock()
    await untilDone({ head: async () => ({ ...(await chain.head()), seconds: Number(timestamp) + 2_000 }) })
    expect(await statuses()).toEqual({ CONFIRMED: 2 })
    expect((await submissions()).map(({ size }) => size)).toEqual([2, 1, 1])
  })

  it('waits until its signatures are dead by the chain’s time, and has its five minutes only then', async () => {
    const { timestamp } = await seen.client.getBlock()
    start = new Date(Number(timestamp) * 1000)
    // Both clocks go together.
    const head = async () => ({ ...(await chain.head()), seconds: Number(timestamp) + passed })
    const poor = { head, balanceOf: async () => 0n }
    await batch(2)
    await look({ head, send: async () => 'sent' })
    await look({ head, ...nonsense, send: async () => 'refused' }, 200)
    expect(await submissions()).toMatchObject([{ state: 'DROPPED' }])

    for (let minutes = 0; minutes < 26; minutes++) await look(poor, 60)
    expect(await items()).toMatchObject([{ errorCode: null }, { errorCode: null }])
    for (let minutes = 0; minutes < 3; minutes++) await look(poor, 60)
    expect(await items()).toMatchObject(Array(2).fill({ status: 'PENDING', errorCode: 'SUBMITTER_WAITS' }))
    await look({ head }, 10)
    await untilDone({ head })
    await expectAllOnChain(2)
  })

  it('and stands on the chain after all, is found before it would expire', async () => {
    const { timestamp } = await seen.client.getBlock()
    await batch(1)
    const raw = await givenUp()
    await chain.send(raw)
    await expect.poll(() => seen.attestedBy(issuer.address)).toHaveLength(1)
    // Nothing would have been sent for it now.
    await db.prisma.attestationItem.updateMany({ data: { expiresAt: start, runAfter: addSeconds(start, 9_000) } })
    await look({ head: async () => ({ ...(await chain.head()), seconds: Number(timestamp) + 4_000 }) })
    await expectAllOnChain(1)
  })

  it('without an end, as EAS before 1.0 wants it, is given up a day after its nonce was used by nothing to be found', async () => {
    await batch(1)
    await look({ send: async () => 'sent' })
    await db.prisma.attestationSubmission.updateMany({ data: { deadline: null } })
    const used = { easNonce: async () => 5n, send: async () => 'sent' as const }
    const headAt = (seconds: number) => async () => ({
      ...(await chain.head()),
      seconds: Math.floor(start.getTime() / 1000) + seconds,
    })
    await look({ ...used, head: headAt(86_000) })
    expect(await statuses()).toEqual({ SUBMITTED: 1 })
    await look({ ...used, head: headAt(86_410) })
    expect(await items()).toMatchObject([{ status: 'FAILED', errorCode: 'NONCE_USED' }])
  })

  it('under another schema stands whatever its bytes would say as a capability', async () => {
    const definition = 'bytes32 one, uint256 two, string[] three'
    const account = privateKeyToAccount(key)
    const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl) })
    const to = localAddresses.schemaRegistry as Hex
    const hash = await wallet.sendTransaction({ to, data: registerSchemaCall(definition) })
    await mined(seen.client, hash)
    const data = encodeCapability({ integraHash: ZERO_UID, tokenId: 7n, capabilities: ['nul \u0000 in it'] })
    await testWorkflow(db, issuer, [{ data, schemaUid: schemaUid(definition) }], { now: start })
    await untilDone()
    expect(await db.prisma.attestation.findMany({ where: { attester: issuer.address } })).toMatchObject([
      { data, capabilities: [], integraHash: null, status: 'CONFIRMED' },
    ])
  })

  it('and that the chain would no longer take: what is bad now fails, the rest is signed anew when that is safe', async () => {
    const { timestamp } = await seen.client.getBlock()
    const soon = timestamp + 60n
    await testWorkflow(db, issuer, [{}, { expirationTime: soon }, {}], { now: start })
    await look({ send: async () => 'sent' })
    expect(await statuses()).toEqual({ SUBMITTED: 3 })
    await seen.anvil.increaseTime({ seconds: 120 })
    await seen.anvil.mine({ blocks: 1 })

    await look({ send: async () => 'refused' }, 200)
    expect(await statuses()).toEqual({ FAILED: 1, PENDING: 2 })
    expect(await items('FAILED')).toMatchObject([{ index: 1, errorCode: 'InvalidExpirationTime' }])
    await look({}, 60)
    expect(await submissions()).toMatchObject([{ state: 'DROPPED' }])

    await seen.anvil.increaseTime({ seconds: 1_800 })
    await seen.anvil.mine({ blocks: 1 })
    await untilDone()
    expect(await statuses()).toEqual({ FAILED: 1, CONFIRMED: 2 })
    expect(await seen.attestedBy(issuer.address)).toHaveLength(2)
  })

  it('is found when it gets into a block after it was given up', async () => {
    const { timestamp } = await seen.client.getBlock()
    await testWorkflow(db, issuer, [{}, {}], { now: start })
    const raw = await givenUp()
    expect(await submissions()).toMatchObject([{ state: 'DROPPED' }])
    await chain.send(raw)
    await expect.poll(() => seen.attestedBy(issuer.address)).toHaveLength(2)
    const later = async () => ({ ...(await chain.head()), seconds: Number(timestamp) + 4_000 })
    await untilDone({ head: later })
    expect(await statuses()).toEqual({ CONFIRMED: 2 })
    expect(await seen.attestedBy(issuer.address)).toHaveLength(2)
  })

  it('cannot be with a key that was sealed for another desk', async () => {
    await batch(1)
    await db.prisma.issuer.update({ where: { id: issuer.id }, data: { key: new Uint8Array(80) } })
    for (let round = 0; round < 5; round++) await look({}, 31)
    expect(await items('FAILED')).toMatchObject([{ errorCode: 'ISSUER_KEY' }])
  })
})

describe('a local chain that was killed and lost its last blocks', () => {
  it('gets back what it lost, once, and what was revoked', async () => {
    await batch(2)
    await untilDone()
    const [kept] = await items()
    const snapshot = await seen.anvil.snapshot()
    await batch(3)
    await testWorkflow(db, issuer, [{ uid: kept?.uid as Hex }], { now: start, operation: 'REVOKE' })
    await untilDone()
    const recheck = () => recheckLocal(systemContext('test', addSeconds(start, passed)), () => ({ chain, key }))
    expect(await recheck()).toBe(0)

    await seen.anvil.revert({ id: snapshot })
    expect(await recheck()).toBe(2)
    expect(await statuses()).toEqual({ CONFIRMED: 2, MINED: 4 })
    expect(await db.prisma.attestation.count()).toBe(2)
    expect(await db.prisma.attestation.count({ where: { status: 'REVOKED' } })).toBe(0)
    await untilDone()
    expect(await statuses()).toEqual({ CONFIRMED: 6 })
    expect(await seen.attestedBy(issuer.address)).toHaveLength(5)
    expect((await seen.attestation(kept?.uid as Hex)).revocationTime).toBeGreaterThan(0n)
    expect(await db.prisma.attestation.groupBy({ by: ['status'], _count: true, orderBy: { status: 'asc' } })).toEqual([
      { status: 'CONFIRMED', _count: 4 },
      { status: 'REVOKED', _count: 1 },
    ])
  })
  it('gets back what lies below attestations that came after the loss', async () => {
    const snapshot = await seen.anvil.snapshot()
    await batch(2)
    await untilDone()
    await seen.anvil.revert({ id: snapshot })

    // By another issuer, and paid by another: neither nonce waits for what was lost.
    const sent = key
    key = generatePrivateKey()
    await seen.fund(privateKeyToAccount(key).address)
    await seen.anvil.mine({ blocks: 5 })
    await testWorkflow(db, await testIssuer(db, { now: start }), [{}], { now: start })
    await untilDone()
    key = sent
    expect(await recheckLocal(systemContext('test', addSeconds(start, passed)), () => ({ chain, key }))).toBe(1)
    await untilDone()
    expect(await statuses()).toEqual({ CONFIRMED: 3 })
    expect(await seen.attestedBy(issuer.address)).toHaveLength(2)
  })
})

describe('a hundred requests at once', () => {
  it('are all confirmed, none twice, through reorganisations and a killed submitter', async () => {
    const calm = await seen.anvil.snapshot()
    await Promise.all(Array.from({ length: 100 }, () => batch(1)))

    // Killed before it is stored, after it is stored, and after it is sent.
    await look({ fees: () => Promise.reject(new Error('killed')) })
    expect(await submissions()).toEqual([])
    await look({ send: () => Promise.reject(new Error('killed')) })
    expect(await statuses()).toEqual({ PENDING: 50, SUBMITTED: 50 })
    await look({
      send: async (raw) => {
        await chain.send(raw)
        throw new Error('killed')
      },
    })
    await look({ ...unsettled, blockHashAt: () => Promise.reject(new Error('killed')) })
    await untilMined(100)

    await seen.anvil.revert({ id: calm })
    await seen.anvil.mine({ blocks: 7 })
    expect(await seen.attestedBy(issuer.address)).toEqual([])
    await look({ ...unsettled, send: () => Promise.reject(new Error('killed')) })
    expect(await statuses()).toEqual({ SUBMITTED: 100 })
    expect((await items()).every(({ uid }) => uid === null)).toBe(true)
    // Only the first of the two calls gets into a block this time.
    const sent: Hex[] = []
    await look({ ...unsettled, send: async (raw) => (sent.push(raw) > 1 ? 'sent' : chain.send(raw)) })
    const half = await seen.anvil.snapshot()
    await untilMined(100)

    await seen.anvil.revert({ id: half })
    await seen.anvil.mine({ blocks: 3 })
    await untilDone()
    await expectAllOnChain(100)
  })

  it('are sent once by two workers at once', async () => {
    await batch(60)
    const three = () => Promise.all([look(), look(), look()])
    await expect.poll(three, { timeout: 20_000, interval: 50 }).toContain('idle')
    await expectAllOnChain(60)
  })
})
