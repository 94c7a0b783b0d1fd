import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib'
import { env } from '@/lib/env'
import { singleton } from '@/lib/singleton'
import { DEAD_LETTERS, QUEUE_OPTIONS, RESULTS } from './message'

/** RabbitMQ, for organizations whose executors send themselves. A desk without RABBITMQ_URL never asks for it. */

const TIMEOUT_MS = 10_000

/** A message of ours: what it says, and what it is told apart and ordered by. */
export type Outgoing = { queue: string; id: string; priority: number; body: object }

/** What came in. Ask `done` once it is dealt with, or `again` when it was not: then it goes back into its queue. */
export type Incoming = { content: Uint8Array; reason: string | null; done(): void; again(): void }

export type Broker = {
  /** Returns when the broker has it for good. */
  publish(message: Outgoing): Promise<void>
  /** The next message of a queue, null when it is empty. */
  next(queue: typeof RESULTS | typeof DEAD_LETTERS): Promise<Incoming | null>
  close(): Promise<void>
}

type Open = { model: ChannelModel; channel: ConfirmChannel; queues: Set<string> }
const shared = singleton('rabbitmq', () => ({ opening: null as Promise<Open> | null }))

/** The broker of RABBITMQ_URL, connected when it is needed and again when it was lost; null when there is none. */
export function configuredBroker(): Broker | null {
  const url = env().RABBITMQ_URL
  return url ? { publish: (message) => publish(url, message), next: (queue) => next(url, queue), close } : null
}

/** An error of the library may quote the URL, which holds a password. */
class BrokerFailure extends Error {
  override readonly name = 'BrokerFailure'

  constructor(error: unknown) {
    const code = (error as { code?: unknown } | null)?.code
    super(`RabbitMQ could not be used (${typeof code === 'string' || typeof code === 'number' ? code : 'no code'})`)
  }
}

async function open(url: string): Promise<Open> {
  const opening = shared.opening ?? connectAnew(url)
  try {
    return await opening
  } catch (error) {
    if (shared.opening === opening) shared.opening = null
    throw new BrokerFailure(error)
  }
}

/** What an old connection says late is not about the one after it. */
function connectAnew(url: string): Promise<Open> {
  const opening: Promise<Open> = connectTo(url, () => {
    if (shared.opening === opening) shared.opening = null
  })
  shared.opening = opening
  return opening
}

async function connectTo(url: string, forget: () => void): Promise<Open> {
  const model = await connect(url, { timeout: TIMEOUT_MS, clientProperties: { connection_name: 'countersign' } })
  // Without a listener an error of the connection would end the process; the next use connects again.
  model.on('error', forget)
  model.on('close', forget)
  const channel = await model.createConfirmChannel()
  channel.on('error', forget)
  channel.on('close', () => {
    forget()
    void model.close().catch(() => {})
  })
  await channel.assertExchange(DEAD_LETTERS, 'fanout', { durable: true })
  await channel.assertQueue(DEAD_LETTERS, { durable: true })
  await channel.bindQueue(DEAD_LETTERS, DEAD_LETTERS, '')
  await channel.assertQueue(RESULTS, { durable: true })
  return { model, channel, queues: new Set() }
}

async function publish(url: string, { queue, id, priority, body }: Outgoing): Promise<void> {
  const { channel, queues } = await open(url)
  await use(async () => {
    if (!queues.has(queue)) await channel.assertQueue(queue, QUEUE_OPTIONS)
    queues.add(queue)
    const options = { messageId: id, correlationId: id, priority, persistent: true, contentType: 'application/json' }
    await new Promise<void>((resolve, reject) => {
      const content = Buffer.from(JSON.stringify(body))
      channel.sendToQueue(queue, content, options, (refused) => (refused ? reject(refused) : resolve()))
    })
  })
}

async function next(url: string, queue: string): Promise<Incoming | null> {
  const { channel } = await open(url)
  return use(async () => {
    const message = await channel.get(queue, { noAck: false })
    if (!message) return null
    const [death] = message.properties.headers?.['x-death'] ?? []
    const [done, again] = [() => channel.ack(message), () => channel.nack(message, false, true)]
    return { content: message.content, reason: death?.reason ?? null, done, again }
  })
}

/** A broker that does not answer is one that is not there. */
async function use<T>(work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(), { code: 'ETIMEDOUT' })), TIMEOUT_MS)
  })
  try {
    return await Promise.race([work(), tooLong])
  } catch (error) {
    await close()
    throw new BrokerFailure(error)
  } finally {
    clearTimeout(timer)
  }
}

async function close(): Promise<void> {
  const opening = shared.opening
  shared.opening = null
  const { model } = (await opening?.catch(() => null)) ?? {}
  await model?.close().catch(() => {})
}
