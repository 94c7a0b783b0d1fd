import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { enqueue } from '@/lib/queue/enqueue'
import { openText, sealText } from '@/lib/secret/seal'
import { type Channel, wayOf } from './channel'
import type { Letter } from './letter'
import { insertMessage, type MessageRow } from './message-store'
import { hashAddress } from './stop-token'

/** What a message holds, sealed. */
export type Sealed = {
  to: string
  letter: Letter
  /** After that it helps nobody. */
  expiresAt?: string
}

type Outgoing = Sealed & { key: string; channel: Channel; template: string }

/**
 * Has somebody written to, as part of the caller's transaction: by the vendor, or kept for the development mailbox. A second
 * one of the same key is none.
 */
export async function queueMessage(sql: Sql, outgoing: Outgoing, now: Date): Promise<void> {
  const { key, channel, template, ...content } = outgoing
  const id = newId()
  const isKept = wayOf(channel) === 'kept'
  const message = { id, key, channel, template, sealed: sealMessage(id, content), addressHash: hashAddress(content.to) }
  const isNew = await insertMessage(sql, { ...message, status: isKept ? 'KEPT' : 'PENDING' }, now)
  if (isNew && !isKept) await enqueue(sql, 'send-message', { id }, { key: `send-message:${id}` })
}

/** As it lies in the table. */
export function sealMessage(id: string, content: Sealed): Uint8Array {
  return sealText('message', id, JSON.stringify(content))
}

export function openMessage({ id, sealed }: Pick<MessageRow, 'id' | 'sealed'>): Sealed | null {
  return sealed && (JSON.parse(openText('message', id, sealed)) as Sealed)
}
