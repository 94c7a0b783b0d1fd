import { type Channel, type ChannelModel, connect, type GetMessage } from 'amqplib'
import { createWalletClient, http } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { foundry } from 'viem/chains'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { onlooker, type TestIssuer, testIssuer, testWorkflow } from '@/lib/attestation/send/attest.fixture'
import { attestChain } from '@/lib/attestation/send/attest-chain'
import { easChain } from '@/lib/attestation/send/eas-chain'
import { type Broker, configuredBroker } from '@/lib/attestation/send/executor/broker'
import type { ExecutionMessage } from '@/lib/attestation/send/executor/message'
import { readReports } from '@/lib/attestation/send/executor/read-reports'
import { mined } from '@/lib/chain/mined.mjs'
import { addSeconds, currentTime } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import type { Hex } from '@/lib/proof/hash'
import { ownDesk } from '@/test/desk-environment'
import { addresses, rpcUrl } from '@/test/services/chain'
import type { TestDatabase } from '@/test/services/database'

const QUEUE = 'local.eas'

let fresh: TestDatabase
let db: Database
let model: ChannelModel
let channel: Channel
let broker: Broker
let seen: ReturnType<typeof onlooker>
beforeAll(async () => {
  const url = process.env.RABBITMQ_URL
  if (!url) throw new Error('npm run test:rabbitmq starts a RabbitMQ and names it')
  fresh = await ownDesk()
  db = database()
  const configured = configuredBroker()
  if (!configured) throw new Error('The desk has no broker')
  broker = configured
  model = await connect(url)
  channel = await model.createChannel()
  seen = onlooker(rpcUrl(), addresses().eas as Hex)
})
afterAll(async () => {
  await broker?.close()
  await model?.close()
  await db?.close()
  await fresh?.drop()
})

let issuer: TestIssuer
let start: Date
let passed = 0
beforeEach(async () => {
  start = currentTime()
  passed = 0
  issuer = await testIssuer(db, { kind: 'EXECUTOR', now: start })
  await seen.fund(issuer.address)
})
afterEach(async () => {
  await channel.purgeQueue(QUEUE)
  await db.pool.query(
    'TRUNCATE attestation_items, attestation_workflows, attestation_submissions, attestations CASCADE',
  )
})

const ctx = (seconds = 5) => {
  passed += seconds
  return systemContext('test', addSeconds(start, passed))
}
const look = (changes: Partial<Broker> = {}, seconds = 5) =>
  attestChain(ctx(seconds), 31337, () => ({
    chain: easChain(31337),
    key: undefined,
    broker: { ...broker, ...changes },
  }))
const items = () => db.prisma.attestationItem.findMany({ orderBy: [{ createdAt: 'asc' }, { index: 'asc' }] })
const statuses = async () => (await items()).map(({ status }) => status)

async function take(): Promise<{ message: GetMessage; body: ExecutionMessage }> {
  const message = await channel.get(QUEUE)
  if (!message) throw new Error('The queue is empty')
  return { message, body: JSON.parse(message.content.toString()) as ExecutionMessage }
}
const report = (body: object) => channel.sendToQueue('eas.results', Buffer.from(JSON.stringify(body)))

/** What an organization's own executor does: sends what it was asked, from its own address. */
async function execute({ parameters }: ExecutionMessage): Promise<Hex> {
  const wallet = createWalletClient({
    account: privateKeyToAccount(issuer.key),
    chain: foundry,
    transport: http(rpcUrl()),
  })
  const hash = await wallet.sendTransaction({ to: parameters.to, data: parameters.data })
  await mined(seen.client, hash)
  return hash
}
/** Reads reports until the desk says this of every item. */
const until = (wanted: string) =>
  expect
    .poll(async () => {
      await readReports(ctx(1), broker)
      await look({}, 1)
      return [...new Set(await statuses())]
    })
    .toEqual([wanted])

describe('an executor’s queue', () => {
  it('carries what is to be sent, and the chain confirms it', async () => {
    const workflow = await testWorkflow(db, issuer, [{ priority: 3 }, { priority: 7 }], { now: start })
    await look()
    await look()
    expect(await statuses()).toEqual(['SUBMITTED', 'SUBMITTED'])

    const { message, body } = await take()
    const [submission] = await db.prisma.attestationSubmission.findMany()
    expect(message.properties).toMatchObject({ messageId: submission?.id, priority: 7, deliveryMode: 2 })
    expect(body).toMatchObject({ type: 'workflow_execution', workflowId: workflow, correlationId: submission?.id })
    expect(body.parameters).toMatchObject({ chainId: 'eip155:31337', from: issuer.address, operation: 'ATTEST' })
    expect(body.parameters.items).toHaveLength(2)

    const txHash = await execute(body)
    channel.ack(message)
    report({ correlationId: body.correlationId, txHash })
    await until('CONFIRMED')
    const [first] = await items()
    expect(first).toMatchObject({ txHash })
    expect((await seen.attestation(first?.uid as Hex)).attester.toLowerCase()).toBe(issuer.address)
    expect(await db.prisma.attestation.count({ where: { organizationId: issuer.organizationId } })).toBe(2)
  })

  it('needs no report: what stands on the chain is found there', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    const { message, body } = await take()
    await execute(body)
    channel.ack(message)
    await until('CONFIRMED')
  })

  it('says nothing is submitted before the broker has it, and hands over the same message after a crash', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look({ publish: () => Promise.reject(new Error('killed before')) })
    await look({ publish: () => Promise.reject(new Error('killed before')) })
    expect(await statuses()).toEqual(['PENDING'])
    expect(await channel.get(QUEUE)).toBe(false)

    await look({
      publish: async (message) => {
        await broker.publish(message)
        throw new Error('killed after')
      },
    })
    expect(await statuses()).toEqual(['PENDING'])
    await look()
    expect(await statuses()).toEqual(['SUBMITTED'])
    const [one, two] = [await take(), await take()]
    expect(one.message.properties.messageId).toBe(two.message.properties.messageId)
    expect(one.body).toEqual(two.body)
    channel.ack(one.message)
    channel.ack(two.message)
  })

  it('gives the most urgent first', async () => {
    for (const priority of [1, 9, 5]) await testWorkflow(db, issuer, [{ priority }], { now: start })
    for (let round = 0; round < 5; round++) await look()
    const order = []
    for (let count = 0; count < 3; count++) {
      const { message } = await take()
      order.push(message.properties.priority)
      channel.ack(message)
    }
    expect(order).toEqual([9, 5, 1])
  })

  it('is durable, limited in time and has a place for dead letters', async () => {
    const wanted = { 'x-message-ttl': 300_000, 'x-max-priority': 10, 'x-dead-letter-exchange': 'workflow.dlq' }
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    await channel.assertQueue(QUEUE, { durable: true, arguments: wanted })
    const other = await model.createChannel()
    other.on('error', () => {})
    await expect(
      other.assertQueue(QUEUE, { durable: true, arguments: { ...wanted, 'x-message-ttl': 1 } }),
    ).rejects.toThrow('PRECONDITION')
  })
})

describe('what an executor does not do', () => {
  it('fails with its reason, and others go on', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    const { message, body } = await take()
    channel.ack(message)
    report({ correlationId: body.correlationId, error: 'out of gas money' })
    await until('FAILED')
    expect((await items())[0]).toMatchObject({ errorCode: 'EXECUTOR', error: 'The executor says: out of gas money' })
  })

  it('fails when it refuses the message', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    const { message } = await take()
    channel.nack(message, false, false)
    await until('FAILED')
    expect((await items())[0]).toMatchObject({ errorCode: 'DEAD_LETTER' })
    expect(await db.prisma.event.count({ where: { type: 'attestation.failed' } })).toBeGreaterThan(0)
  })

  it('fails when nobody reads it in time', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    const { message } = await take()
    const { messageId, correlationId } = message.properties
    channel.sendToQueue(QUEUE, message.content, { messageId, correlationId, expiration: '50' })
    channel.ack(message)
    await until('FAILED')
    expect((await items())[0]?.error).toContain('within five minutes')
  })

  it('does not fail what stands on the chain all the same', async () => {
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    const { message, body } = await take()
    await execute(body)
    channel.nack(message, false, false)
    await until('CONFIRMED')
  })

  it('changes nothing by a message that is none, or about somebody else’s', async () => {
    const kept = await testIssuer(db, { now: start })
    await testWorkflow(db, kept, [{}], { now: start })
    await testWorkflow(db, issuer, [{}], { now: start })
    await look()
    await look()
    for (const body of [{}, { correlationId: 'x' }, { correlationId: issuer.id, error: 'no' }]) report(body)
    channel.sendToQueue('eas.results', Buffer.from([0xff]))
    channel.sendToQueue('workflow.dlq', Buffer.from('nothing of ours'))
    await expect
      .poll(async () => {
        await readReports(ctx(1), broker)
        return [await channel.checkQueue('eas.results'), await channel.checkQueue('workflow.dlq')].map(
          ({ messageCount }) => messageCount,
        )
      })
      .toEqual([0, 0])
    expect((await statuses()).sort()).toEqual(['PENDING', 'SUBMITTED'])
  })
})
