import { z } from 'zod'
import { caip2, networkOf } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import { attestDataOf } from '../calls'
import type { AttestationSubmission, Issuer, PendingItem } from '../submission'

/** Pure: what is said to executors over RabbitMQ, and what they say. docs/guides/attestations.md is for them. */

/** What lay unread for so long, or was refused, goes to the dead letters. */
export const MESSAGE_TTL_MS = 300_000
export const DEAD_LETTERS = 'workflow.dlq'
export const RESULTS = 'eas.results'

/** A queue holds its messages through a restart, the most urgent first, and gives up none silently. */
export const QUEUE_OPTIONS = {
  durable: true,
  arguments: { 'x-message-ttl': MESSAGE_TTL_MS, 'x-max-priority': 10, 'x-dead-letter-exchange': DEAD_LETTERS },
} as const

/** The two that had their names before there were aliases. */
const SHORT: Record<string, string> = { 'eth-mainnet': 'ethereum', 'polygon-mainnet': 'polygon' }

/** Which queue holds what is to be executed on a chain. */
export function queueOf(chainId: number): string {
  const alias = networkOf(chainId)?.alias ?? String(chainId)
  return `${SHORT[alias] ?? alias}.eas`
}

export type ExecutionMessage = ReturnType<typeof executionMessage>

/** What an executor is asked to send from the issuer's address. Its message id is the submission's: the same one is the same. */
export function executionMessage(
  submission: Pick<AttestationSubmission, 'id' | 'chainId' | 'operation' | 'schemaUid' | 'to' | 'data'>,
  issuer: Pick<Issuer, 'address' | 'organizationId'>,
  items: readonly PendingItem[],
) {
  const [first] = items
  if (!first) throw new RangeError('A message is about an item')
  return {
    type: 'workflow_execution' as const,
    workflowId: first.workflow_id,
    correlationId: submission.id,
    parameters: {
      operation: submission.operation,
      chainId: caip2(submission.chainId),
      from: issuer.address,
      to: submission.to,
      data: submission.data,
      value: '0',
      schemaUid: submission.schemaUid,
      items: items.map((item) => ({ index: item.index, ...shown(item) })),
    },
    metadata: {
      organizationId: issuer.organizationId,
      priority: Math.max(...items.map(({ priority }) => priority)),
      replyTo: RESULTS,
    },
  }
}

function shown(item: PendingItem) {
  if (item.operation === 'REVOKE') return { uid: item.uid }
  const { recipient, expirationTime, revocable, refUID, data } = attestDataOf(item)
  return { recipient, expirationTime: expirationTime.toString(), revocable, refUid: refUID, data }
}

const Hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/i)
  .transform((text) => text.toLowerCase() as Hex)

/** What an executor answers: where it sent it, or why it will not. */
export const Report = z.union([
  z.object({ correlationId: z.uuid(), txHash: Hash }),
  z.object({ correlationId: z.uuid(), error: z.string().min(1).max(2_000) }),
])
export type Report = z.infer<typeof Report>

/** Pure: a report in a message's bytes; null for anything else. */
export function parseReport(content: Uint8Array): Report | null {
  const parsed = Report.safeParse(parseText(content))
  return parsed.success ? parsed.data : null
}

const Dead = z.object({ correlationId: z.uuid() })

/** Pure: of which submission a dead letter is; null for what is none of ours. */
export function submissionOfDead(content: Uint8Array): string | null {
  const parsed = Dead.safeParse(parseText(content))
  return parsed.success ? parsed.data.correlationId : null
}

function parseText(content: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))
  } catch {
    return null
  }
}
