import type { Sql } from '@/lib/db/sql'
import type { Channel } from './channel'

export type MessageStatus = 'PENDING' | 'SENT' | 'FAILED' | 'KEPT'
export type MessageRow = {
  id: string
  key: string
  channel: Channel
  template: string
  sealed: Uint8Array | null
  status: MessageStatus
  attempts: number
  reason: string | null
  createdAt: Date
}

type NewMessage = Pick<MessageRow, 'id' | 'key' | 'channel' | 'template' | 'status' | 'sealed'> & {
  reason?: string
  /** Of where it goes; without it, nothing counts it for its address. */
  addressHash?: string
}

/** False when there is one of this key already. */
export async function insertMessage(sql: Sql, message: NewMessage, now: Date): Promise<boolean> {
  const { id, key, channel, template, sealed, status, reason = null, addressHash = null } = message
  const at = now.toISOString()
  const inserted = await sql.$executeRaw`
    INSERT INTO messages (id, key, channel, template, sealed, status, reason, address_hash, created_at, ended_at)
    VALUES (${id}::uuid, ${key}::text, ${channel}::text, ${template}::text, ${sealed && Buffer.from(sealed)}::bytea, ${status}::text,
      ${reason}::text, ${addressHash}::text, ${at}::timestamptz, CASE WHEN ${status}::text = 'PENDING' THEN NULL ELSE ${at}::timestamptz END)
    ON CONFLICT (key) DO NOTHING`
  return inserted > 0
}

export async function findMessage(sql: Sql, id: string): Promise<MessageRow | null> {
  const [row] = await sql.$queryRaw<MessageRow[]>`
    SELECT id, key, channel, template, sealed, status, attempts, reason, created_at AS "createdAt"
    FROM messages WHERE id = ${id}::uuid`
  return row ?? null
}

/** What became of a try, if it is the one it was: false for a repeat. What is over keeps nothing of what was in it. */
export async function recordTry(
  sql: Sql,
  tried: { id: string; attempts: number; status: MessageStatus; reason: string | null },
  now: Date,
): Promise<boolean> {
  const { id, attempts, status, reason } = tried
  const changed = await sql.$executeRaw`
    UPDATE messages SET attempts = attempts + 1, status = ${status}::text, reason = ${reason}::text,
      sealed = CASE WHEN ${status}::text = 'PENDING' THEN sealed ELSE NULL END,
      ended_at = CASE WHEN ${status}::text = 'PENDING' THEN NULL ELSE ${now.toISOString()}::timestamptz END
    WHERE id = ${id}::uuid AND status = 'PENDING' AND attempts = ${attempts}::int`
  return changed > 0
}

/** Messages whose key begins so, made since: newest first. */
export async function listSince(sql: Sql, prefix: string, since: Date): Promise<{ createdAt: Date }[]> {
  return await sql.$queryRaw<{ createdAt: Date }[]>`
    SELECT created_at AS "createdAt" FROM messages
    WHERE created_at > ${since.toISOString()}::timestamptz AND starts_with(key, ${prefix}::text)
    ORDER BY created_at DESC`
}

/**
 * Letters of this kind to one address, whoever asked for them, made since: newest first. Until the caller's transaction ends
 * nobody else counts this address, so that two at once are counted one after the other.
 */
export async function lockSentTo(
  sql: Sql,
  to: { addressHash: string; template: string },
  since: Date,
): Promise<{ createdAt: Date }[]> {
  const { addressHash, template } = to
  await sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('countersign.messages ' || ${addressHash}::text, 0))`
  return await sql.$queryRaw<{ createdAt: Date }[]>`
    SELECT created_at AS "createdAt" FROM messages
    WHERE address_hash = ${addressHash}::text AND created_at > ${since.toISOString()}::timestamptz
      AND template = ${template}::text
    ORDER BY created_at DESC`
}

/** The development mailbox, newest first. */
export async function listKept(sql: Sql, take: number): Promise<MessageRow[]> {
  return await sql.$queryRaw<MessageRow[]>`
    SELECT id, key, channel, template, sealed, status, attempts, reason, created_at AS "createdAt"
    FROM messages WHERE status = 'KEPT' AND sealed IS NOT NULL ORDER BY created_at DESC, id DESC LIMIT ${take}::int`
}

/** What waits or is kept under keys that begin so goes, unread. */
export async function dropMessages(sql: Sql, prefix: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE messages SET sealed = NULL, reason = 'It is not wanted any more.',
      status = CASE WHEN status = 'PENDING' THEN 'FAILED' ELSE status END,
      ended_at = coalesce(ended_at, ${now.toISOString()}::timestamptz)
    WHERE starts_with(key, ${prefix}::text) AND sealed IS NOT NULL`
}
