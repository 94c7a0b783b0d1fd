import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ProviderFailure } from '@/lib/chain/provider-failure'
import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { addresses, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { CAPABILITY_UID } from '../encode'
import { onlooker, type TestIssuer, testIssuer, testWorkflow } from './attest.fixture'
import { attestChain } from './attest-chain'
import { directCall } from './calls'
import { type EasChain, EasRefused, easChain } from './eas-chain'
import { sumSpent } from './item-store'
import { listLoose } from './store'

let fresh: TestDatabase
let db: Database
let chain: EasChain
let seen: ReturnType<typeof onlooker>
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  seen = onlooker(rpcUrl(), addresses().eas as Hex)
  chain = easChain(31337)
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})

/** Noon, so that a day of budgets does not end in a test. */
const NOON = new Date('2026-11-21T12:00:00Z')
let key: Hex
let issuer: TestIssuer
let passed = 0
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE attestation_items, attestation_workflows, attestation_submissions, attestations, chain_transactions, attestation_chains CASCADE',
  )
  key = generatePrivateKey()
  await seen.fund(privateKeyToAccount(key).address)
  passed = 0
  issuer = await testIssuer(db, { now: NOON })
})

const look = (changes: Partial<EasChain> = {}, seconds = 5) => {
  passed += seconds
  const sending = { chain: { ...chain, ...changes }, key }
  return attestChain(systemContext('test', addSeconds(NOON, passed)), 31337, () => sending)
}
const items = () => db.prisma.attestationItem.findMany({ orderBy: { index: 'asc' } })
const only = async () => (await items())[0]
const wait = (count = 1) =>
  testWorkflow(
    db,
    issuer,
    Array.from({ length: count }, () => ({})),
    { now: NOON },
  )
const untilDone = (changes: Partial<EasChain> = {}) =>
  expect.poll(() => look(changes), { timeout: 20_000, interval: 100 }).toBe('idle')
const away = { head: () => Promise.reject(new Error('no provider answers')) }
const submission = () => db.prisma.attestationSubmission.findFirstOrThrow()
const loose = () => listLoose(sqlOver(db.pool), issuer.id)
/** A sender without money. */
const poor = { balanceOf: async () => 0n }

describe('what cannot be sent', () => {
  it('expires after five minutes, and says why it waited', async () => {
    const workflow = await wait(2)
    await look(poor)
    expect(await only()).toMatchObject({ status: 'PENDING', errorCode: 'SUBMITTER_WAITS' })
    for (let minutes = 0; minutes < 4; minutes++) await look(poor, 60)
    expect((await items()).map(({ status }) => status)).toEqual(['PENDING', 'PENDING'])
    await look(poor, 60)
    expect((await items()).map(({ status, errorCode }) => [status, errorCode])).toEqual([
      ['EXPIRED', 'EXPIRED'],
      ['EXPIRED', 'EXPIRED'],
    ])
    const events = await db.prisma.event.findMany({ where: { subject: workflow } })
    expect(events.map(({ type, data }) => [type, (data as { status: string }).status])).toEqual([
      ['attestation.failed', 'EXPIRED'],
      ['attestation.failed', 'EXPIRED'],
    ])
  })

  it('does not expire while its chain is away, however long', async () => {
    await wait()
    await look(poor, 30)
    for (let hours = 0; hours < 3; hours++) await expect(look(away, 3_600)).rejects.toThrow('no provider')
    await look(poor, 5)
    expect(await only()).toMatchObject({ status: 'PENDING' })
    for (let minutes = 0; minutes < 3; minutes++) await look(poor, 60)
    expect(await only()).toMatchObject({ status: 'PENDING' })
    await look()
    await untilDone()
    expect(await only()).toMatchObject({ status: 'CONFIRMED', error: null })
  })

  it('has that time back however often the look that gives it is cut off', async () => {
    await wait()
    await look(poor, 30)
    const cut =
      'CREATE FUNCTION cut() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION $x$cut off$x$; END $$'
    await db.pool.query(cut)
    await db.pool.query(
      'CREATE TRIGGER cut BEFORE UPDATE ON attestation_items FOR EACH STATEMENT EXECUTE FUNCTION cut()',
    )
    await expect(look(poor, 3_600)).rejects.toThrow()
    await db.pool.query('DROP FUNCTION cut CASCADE')
    await look(poor, 5)
    expect(await only()).toMatchObject({ status: 'PENDING' })
  })

  it('gets its time anew when its line moves on', async () => {
    await wait(60)
    for (let minutes = 0; minutes < 4; minutes++) await look(poor, 60)
    await look({}, 50)
    expect((await items()).filter(({ status }) => status === 'PENDING')).toHaveLength(10)
    await look({ send: async () => 'sent' }, 55)
    await untilDone()
    expect(new Set((await items()).map(({ status }) => status))).toEqual(new Set(['CONFIRMED']))
  })

  it('is tried three times more when the failure is not its own, then goes to the dead letters', async () => {
    await wait(2)
    const refusing = {
      gasFor: () => Promise.reject(new EasRefused({ name: 'InvalidSignature', sentence: 'no' })),
    }
    const at: number[] = []
    for (let seconds = 0; seconds < 60; seconds++) {
      const before = (await only())?.tries
      await look(refusing, 1)
      if ((await only())?.tries !== before) at.push(passed)
    }
    const [first = 0] = at
    expect(at.map((seconds) => seconds - first)).toEqual([0, 5, 15])
    expect(await only()).toMatchObject({ status: 'FAILED', errorCode: 'InvalidSignature', tries: 3 })
    expect(await db.prisma.attestationSubmission.count()).toBe(0)
  })

  it('fails when its issuer was ended, or its delegation is over', async () => {
    await wait()
    await db.prisma.issuer.update({ where: { id: issuer.id }, data: { validUntil: addSeconds(NOON, 1) } })
    await look()
    expect(await only()).toMatchObject({ status: 'FAILED', errorCode: 'DELEGATION_OVER' })
  })
})

describe('what is too much for one transaction', () => {
  const sizes = async () => (await db.prisma.attestationSubmission.findMany()).map(({ size }) => size)

  it('goes in as many as it takes', async () => {
    const capabilities = Array.from({ length: 12 }, (_, at) => `capability ${at}`)
    await testWorkflow(
      db,
      issuer,
      Array.from({ length: 40 }, () => ({ capabilities })),
      { now: NOON },
    )
    await untilDone()
    expect(new Set((await items()).map(({ status }) => status))).toEqual(new Set(['CONFIRMED']))
    expect((await sizes()).length).toBeGreaterThan(1)
  })

  it('is halved when the node runs out of gas, and what is alone holds up nobody', async () => {
    await wait(6)
    const most = directCall(CAPABILITY_UID, (await loose()).slice(0, 3)).length
    const tryCall: EasChain['tryCall'] = async (call, sender) => {
      if (call.data.length > most) throw new ProviderFailure('rpc', { rpcCode: -32603 })
      return chain.tryCall(call, sender)
    }
    await untilDone({ tryCall })
    expect((await sizes()).sort()).toEqual([3, 3])

    await wait(1)
    const single = directCall(CAPABILITY_UID, await loose()).length
    const urgent = await testWorkflow(db, issuer, [{ priority: 9, capability: 'x'.repeat(90) }], { now: NOON })
    const small: EasChain['tryCall'] = async (call, sender) => {
      if (call.data.length > single) throw new ProviderFailure('rpc', { rpcCode: -32603 })
      return chain.tryCall(call, sender)
    }
    await look({ tryCall: small })
    await look({ tryCall: small })
    const rest = (await items()).filter(({ status }) => status !== 'CONFIRMED')
    expect(rest.map(({ workflowId, status }) => [workflowId === urgent, status]).sort()).toEqual([
      [false, 'SUBMITTED'],
      [true, 'PENDING'],
    ])
    expect(rest.find(({ workflowId }) => workflowId === urgent)).toMatchObject({ errorCode: 'NODE_REFUSES' })
    await untilDone()
    expect((await items()).filter(({ status }) => status === 'CONFIRMED')).toHaveLength(8)
  })

  it('is cut by what the node estimates, and fails when it is one item', async () => {
    await wait(4)
    const gasFor: EasChain['gasFor'] = async (call, sender) => (await chain.gasFor(call, sender)) * 30n
    await look({ gasFor })
    expect([1, 2, 3]).toContain((await sizes())[0])
    await untilDone()

    await wait(1)
    for (let round = 0; round < 5; round++) await look({ gasFor: async () => 25_000_000n }, 31)
    expect((await items()).filter(({ status }) => status === 'FAILED')).toMatchObject([{ errorCode: 'TOO_LARGE' }])
  })
})

describe('a gas budget', () => {
  const setBudget = (wei: string) =>
    db.prisma.organization.update({ where: { id: issuer.organizationId }, data: { gasBudget: { '31337': wei } } })

  it('holds back what is over it until the next day, with the reason', async () => {
    await setBudget('1')
    await wait()
    await look()
    expect(await only()).toMatchObject({
      status: 'PENDING',
      errorCode: 'GAS_BUDGET',
      runAfter: new Date('2026-11-22T00:00:00Z'),
    })
    await look({}, 3_600)
    expect(await db.prisma.attestationSubmission.count()).toBe(0)

    await setBudget('1000000000000000000')
    passed = 12 * 3_600
    await untilDone()
    expect(await only()).toMatchObject({ status: 'CONFIRMED', error: null })
  })

  it('counts what was spent today, and what is on its way with the most it may cost', async () => {
    await wait()
    await look({ send: async () => 'sent' })
    const planned = (await db.prisma.attestationSubmission.findFirst())?.feeWei?.toFixed(0) ?? '0'
    await untilDone()
    const [first] = await db.prisma.attestationSubmission.findMany()
    const spent = first?.feeWei?.toFixed(0) ?? '0'
    expect(BigInt(spent)).toBeGreaterThan(0n)
    expect(BigInt(spent)).toBeLessThan(BigInt(planned))

    await setBudget(String(BigInt(spent) + 1n))
    await wait()
    await look()
    expect((await items()).map(({ errorCode }) => errorCode).sort()).toEqual(['GAS_BUDGET', null])
  })

  it('counts what reverts cost, beside what the next try may', async () => {
    await wait()
    await look({ send: async () => 'sent' })
    const planned = (await submission()).feeWei
    const reverting: Partial<EasChain> = {
      send: async () => 'sent',
      landed: async (txHash) => ({
        ...{ status: 'reverted', from: '0x01', to: chain.address, txHash, blockNumber: 1, blockHash: '0x0b' },
        ...{ gasUsed: 1n, feeWei: 7n, spoken: [] },
      }),
    }
    await look(reverting, 40)
    await look({ send: async () => 'sent', landed: async () => null }, 40)
    await look(reverting, 40)
    const { lostWei, feeWei } = await submission()
    expect(lostWei.toFixed(0)).toBe('14')
    // The next try offers no less.
    expect(Number(feeWei)).toBeGreaterThanOrEqual(Number(planned))
    const spent = { organizationId: issuer.organizationId, chainId: 31337, since: new Date(0), except: null }
    expect(await sumSpent(sqlOver(db.pool), spent)).toBe(BigInt(feeWei?.toFixed(0) ?? 0) + 14n)
  })

  it('is asked again before more is offered', async () => {
    await wait()
    await look({ send: async () => 'sent' })
    await setBudget((await submission()).feeWei?.toFixed(0) ?? '')
    const before = await db.prisma.chainTransaction.findFirstOrThrow()
    const sent: Hex[] = []
    const send = async (raw: Hex) => {
      sent.push(raw)
      return 'sent' as const
    }
    await look({ send }, 200)
    expect(await db.prisma.chainTransaction.findFirstOrThrow()).toMatchObject({ hash: before.hash })
    expect(sent).toEqual([before.raw])

    await setBudget('1000000000000000000')
    await look({ send }, 5)
    expect(await db.prisma.chainTransaction.findFirstOrThrow()).not.toMatchObject({ hash: before.hash })
    expect(Number((await submission()).feeWei)).toBeGreaterThan(Number(before.maxFeePerGas))
  })
})

describe('what is stuck', () => {
  it('is replaced at a higher fee under the same nonces', async () => {
    await wait(2)
    await look({ send: async () => 'sent' })
    const before = await db.prisma.chainTransaction.findFirstOrThrow()
    await look({ send: async () => 'refused' }, 60)
    expect(await db.prisma.chainTransaction.findFirstOrThrow()).toMatchObject({ hash: before.hash })

    await look({ send: async () => 'sent' }, 200)
    const after = await db.prisma.chainTransaction.findFirstOrThrow()
    expect(after).toMatchObject({ nonce: before.nonce, subjectId: before.subjectId })
    expect(Number(after.maxFeePerGas)).toBeGreaterThan(Number(before.maxFeePerGas) * 1.1)
    await untilDone()
    expect(await seen.attestedBy(issuer.address)).toHaveLength(2)
    expect(await items()).toMatchObject([{ txHash: after.hash }, { txHash: after.hash }])
  })
})
