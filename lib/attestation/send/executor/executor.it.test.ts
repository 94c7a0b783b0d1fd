import { createWalletClient, http } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { mined } from '@/lib/chain/mined.mjs'
import { withSubmitterLock } from '@/lib/chain/send/submitter-lock'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { addresses, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'
import { reopenDead } from '../../workflow/store'
import { onlooker, type TestIssuer, testIssuer, testWorkflow } from '../attest.fixture'
import { attestChain } from '../attest-chain'
import { type EasChain, easChain } from '../eas-chain'
import type { Broker, Incoming, Outgoing } from './broker'
import type { ExecutionMessage } from './message'
import { readReports } from './read-reports'

/** Queues in memory; what they are to RabbitMQ is tested with a real one. */
function queues() {
  const waiting: Record<string, { content: Uint8Array; reason: string | null }[]> = {
    'eas.results': [],
    'workflow.dlq': [],
  }
  const handed: Outgoing[] = []
  const broker: Broker = {
    publish: async (message) => void handed.push(message),
    next: async (queue): Promise<Incoming | null> => {
      const message = waiting[queue]?.shift()
      return message ? { ...message, done: () => {}, again: () => void waiting[queue]?.unshift(message) } : null
    },
    close: async () => {},
  }
  const put = (queue: string, body: object) =>
    waiting[queue]?.push({ content: new TextEncoder().encode(JSON.stringify(body)), reason: 'expired' })
  return { broker, handed, put, lengths: () => Object.values(waiting).map(({ length }) => length) }
}

let fresh: TestDatabase
let db: Database
let chain: EasChain
let seen: ReturnType<typeof onlooker>
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  chain = easChain(31337)
  seen = onlooker(rpcUrl(), addresses().eas as Hex)
})
afterAll(async () => {
  await db?.close()
  await fresh?.drop()
})

let issuer: TestIssuer
let start: Date
let passed = 0
let mq: ReturnType<typeof queues>
beforeEach(async () => {
  await db.pool.query(
    'TRUNCATE attestation_items, attestation_workflows, attestation_submissions, attestations, attestation_chains CASCADE',
  )
  start = currentTime()
  passed = 0
  mq = queues()
  issuer = await testIssuer(db, { kind: 'EXECUTOR', now: start })
})

const ctx = () => {
  passed += 5
  return systemContext('test', addSeconds(start, passed))
}
const sending = () => ({ chain, key: undefined, broker: mq.broker })
const look = () => attestChain(ctx(), 31337, sending)
const read = (sendingOf: typeof sending = sending) => readReports(ctx(), mq.broker, sendingOf)
const statuses = async () =>
  (await db.prisma.attestationItem.findMany({ orderBy: { index: 'asc' } })).map(({ status }) => status)
const submission = () => db.prisma.attestationSubmission.findFirstOrThrow()

/** What failed is asked for anew. */
const again = () => {
  const now = addSeconds(start, passed)
  return { indexes: null, maxReplays: 3, expiresAt: addSeconds(now, 300), now }
}

/** Items in the queue of executors. Answers what those are asked. */
async function handOver(count: number): Promise<ExecutionMessage> {
  await testWorkflow(
    db,
    issuer,
    Array.from({ length: count }, () => ({})),
    { now: start },
  )
  await look()
  await look()
  return mq.handed.at(-1)?.body as ExecutionMessage
}

async function sendAs(privateKey: Hex, to: Hex, data: Hex, gas?: bigint): Promise<Hex> {
  const account = privateKeyToAccount(privateKey)
  await seen.fund(account.address)
  const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
  const hash = await wallet.sendTransaction({ to, data, ...(gas && { gas }) })
  await mined(seen.client, hash)
  return hash
}
const execute = ({ parameters }: ExecutionMessage) => sendAs(issuer.key, parameters.to, parameters.data)
const report = (body: object) => mq.put('eas.results', body)

describe('a transaction that a report names', () => {
  it('says nothing when it is not the issuer’s, and what the issuer sent is found all the same', async () => {
    const body = await handOver(2)
    const { correlationId, parameters } = body
    const stranger = generatePrivateKey()
    const named = [
      await sendAs(stranger, privateKeyToAccount(stranger).address, '0x'),
      await sendAs(stranger, parameters.to, '0xdeadbeef', 100_000n),
      // The issuer's own, and about something else.
      await sendAs(issuer.key, privateKeyToAccount(stranger).address, '0x'),
    ]
    for (const txHash of named) {
      report({ correlationId, txHash })
      await read()
      expect(await submission()).toMatchObject({ txHash })
      await look()
      expect(await statuses()).toEqual(['SUBMITTED', 'SUBMITTED'])
      expect(await submission()).toMatchObject({ txHash: null, state: 'SUBMITTED' })
    }
    const txHash = await execute(body)
    report({ correlationId, txHash: named[0] })
    await read()
    await expect.poll(() => look().then(statuses)).toEqual(['CONFIRMED', 'CONFIRMED'])
    expect(await db.prisma.attestationItem.count({ where: { txHash } })).toBe(2)
  })

  it('is not an older one of the same issuer either', async () => {
    const txHash = await execute(await handOver(1))
    await expect.poll(() => look().then(statuses)).toEqual(['CONFIRMED'])
    const { correlationId } = await handOver(1)
    report({ correlationId, txHash })
    await read()
    await look()
    expect((await statuses()).sort()).toEqual(['CONFIRMED', 'SUBMITTED'])
  })

  it('fails what it was to do when the issuer’s own is reverted by EAS', async () => {
    const { correlationId, parameters } = await handOver(1)
    report({ correlationId, txHash: await sendAs(issuer.key, parameters.to, parameters.data, 60_000n) })
    await read()
    await look()
    expect(await statuses()).toEqual(['FAILED'])
    expect(await db.prisma.attestationItem.findFirst()).toMatchObject({ errorCode: 'REVERTED' })
  })

  it('attests what it holds and not what was asked: that is nobody’s', async () => {
    const asked = await handOver(1)
    await db.prisma.attestationItem.updateMany({ data: { data: `0x${'00'.repeat(32)}` } })
    report({ correlationId: asked.correlationId, txHash: await execute(asked) })
    await read()
    await look()
    expect(await statuses()).toEqual(['SUBMITTED'])
    expect(await submission()).toMatchObject({ state: 'SUBMITTED', txHash: null })
  })
})

describe('a dead letter', () => {
  it('ends what nobody took, and not what was sent', async () => {
    const { correlationId } = await handOver(1)
    report({ correlationId, txHash: `0x${'5e'.repeat(32)}` })
    await read()
    mq.put('workflow.dlq', { correlationId })
    report({ correlationId, error: 'no' })
    await read()
    expect(await statuses()).toEqual(['SUBMITTED'])

    await db.prisma.attestationSubmission.updateMany({ data: { txHash: null } })
    mq.put('workflow.dlq', { correlationId })
    await read()
    expect(await statuses()).toEqual(['FAILED'])
  })

  it('waits while somebody looks after its chain', async () => {
    const { correlationId } = await handOver(1)
    mq.put('workflow.dlq', { correlationId })
    await withSubmitterLock(db.pool, { chainId: 31337, signer: 'attestations' }, () => read())
    expect([await statuses(), mq.lengths()]).toEqual([['SUBMITTED'], [0, 1]])
    await read()
    expect([await statuses(), mq.lengths()]).toEqual([['FAILED'], [0, 0]])
  })
})

describe('a message that cannot be dealt with now', () => {
  it('goes back into its queue, and holds up no other', async () => {
    const { correlationId } = await handOver(1)
    const other = await db.prisma.attestationSubmission.findFirstOrThrow()
    const id = newId()
    await db.prisma.attestationSubmission.create({ data: { ...other, id, chainId: 1 } })
    report({ correlationId: id, error: 'of a chain that is away' })
    report({ correlationId, error: 'out of money' })
    const away = (chainId = 0) => {
      if (chainId === 1) throw new Error('away')
      return sending()
    }
    await read(away)
    expect([await statuses(), mq.lengths()]).toEqual([['FAILED'], [1, 0]])
  })
})

describe('an executor’s hour', () => {
  const hours = (count: number) => {
    passed += count * 3_600
  }
  const codes = async () => (await db.prisma.attestationItem.findMany()).map(({ errorCode }) => errorCode)
  it('begins when it was handed over, and what is tried anew is looked for first', async () => {
    const workflowId = await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    // Nobody looks for so long: the broker and the workers were away.
    hours(2)
    await look()
    await look()
    expect(await statuses()).toEqual(['SUBMITTED'])
    hours(1)
    await look()
    expect(await codes()).toEqual(['EXECUTOR_SILENT'])

    await execute(mq.handed[0]?.body as ExecutionMessage)
    await reopenDead(sqlOver(db.pool), { ...again(), workflowId })
    await expect.poll(() => look().then(statuses)).toEqual(['CONFIRMED'])
    expect(mq.handed).toHaveLength(1)
  })

  it('is a day for what names its transaction, and longer while a node has that', async () => {
    const { correlationId, parameters } = await handOver(1)
    const account = privateKeyToAccount(issuer.key)
    await seen.fund(account.address)
    const wallet = createWalletClient({ account, chain: foundry, transport: http(rpcUrl()) })
    // A nonce is left out before it: it waits in the pool.
    const txHash = await wallet.sendTransaction({ to: parameters.to, data: parameters.data, nonce: 1, gas: 900_000n })
    report({ correlationId, txHash })
    await read()
    for (const wait of [2, 30]) {
      hours(wait)
      await look()
      expect(await statuses()).toEqual(['SUBMITTED'])
    }
    report({ correlationId, txHash: `0x${'5d'.repeat(32)}` })
    await read()
    await look()
    expect(await codes()).toEqual(['EXECUTOR_LOST'])
  })

  it('begins anew when its block is lost', async () => {
    const { correlationId } = await handOver(1)
    report({ correlationId, txHash: `0x${'5f'.repeat(32)}` })
    await read()
    hours(30)
    const gone = { state: 'MINED', blockNumber: 1n, blockHash: `0x${'00'.repeat(32)}` }
    await db.prisma.attestationSubmission.updateMany({ data: gone })
    await db.prisma.attestationItem.updateMany({ data: { status: 'MINED' } })
    await look()
    await look()
    expect([await statuses(), (await submission()).state]).toEqual([['SUBMITTED'], 'SUBMITTED'])
  })
})

describe('what is not handed over yet', () => {
  const lookAway = () => attestChain(ctx(), 31337, () => ({ ...sending(), broker: null }))

  it('expires after five minutes without a broker', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    for (let minute = 0; minute < 5; minute++) {
      expect(await statuses()).toEqual(['PENDING'])
      passed += 55
      await lookAway()
    }
    await look()
    expect([await statuses(), (await submission()).state, mq.handed]).toEqual([['EXPIRED'], 'DROPPED', []])
  })

  it('is not handed over once its issuer was ended, and what may be is not tried anew while a message lives', async () => {
    const workflowId = await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    const { publish } = mq.broker
    mq.broker.publish = async (message) => publish(message).then(() => Promise.reject(new Error('killed after')))
    await look()
    mq.broker.publish = publish
    await db.prisma.issuer.updateMany({ where: { id: issuer.id }, data: { status: 'ENDED' } })
    await look()
    expect([await statuses(), (await submission()).state, mq.handed.length]).toEqual([['FAILED'], 'DROPPED', 1])

    await db.prisma.issuer.updateMany({ where: { id: issuer.id }, data: { status: 'ACTIVE' } })
    await reopenDead(sqlOver(db.pool), { ...again(), workflowId })
    await look()
    await look()
    expect([await statuses(), mq.handed.length]).toEqual([['PENDING'], 1])
    await execute(mq.handed[0]?.body as ExecutionMessage)
    await db.prisma.attestationItem.updateMany({ data: { signedUntil: start } })
    await expect.poll(() => look().then(statuses)).toEqual(['CONFIRMED'])
    expect(mq.handed).toHaveLength(1)
  })
})
