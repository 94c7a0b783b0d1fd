import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { isId } from '@/lib/id'
import { type Channel, isMailboxOpen } from './channel'
import type { Letter } from './letter'
import { findMessage, listKept, type MessageRow } from './message-store'
import { openMessage } from './queue-message'

/** More are not shown; the newest matter. */
const SHOWN = 200

export type KeptMessage = { id: string; channel: Channel; template: string; at: Date; to: string; letter: Letter }

/**
 * What this desk would have sent, newest first, to whomever: on a local desk without vendors everybody signed in may look.
 * Elsewhere there is no mailbox (E9008).
 */
export async function listMailbox(ctx: Ctx): Promise<KeptMessage[]> {
  requireMailbox(ctx)
  return (await listKept(sqlOver(ctx.pool), SHOWN)).flatMap((row) => toKept(row) ?? [])
}

/** One of them. E9008 when it is not there. */
export async function getKeptMessage(ctx: Ctx, { id }: { id: string }): Promise<KeptMessage> {
  requireMailbox(ctx)
  const row = isId(id) ? await findMessage(sqlOver(ctx.pool), id) : null
  const kept = row?.status === 'KEPT' ? toKept(row) : null
  if (!kept) throw new AppError('E9008', 'There is no such message.')
  return kept
}

function requireMailbox(ctx: Ctx): void {
  if (!isMailboxOpen()) throw new AppError('E9008', 'This desk has no mailbox to look into.')
  requireUser(ctx)
}

function toKept(row: MessageRow): KeptMessage | null {
  const content = openMessage(row)
  const { id, channel, template, createdAt } = row
  return content && { id, channel, template, at: createdAt, to: content.to, letter: content.letter }
}
