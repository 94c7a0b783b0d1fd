import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { afterCommit } from '@/lib/db/after-commit'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { announceNews } from './announce'
import type { PublishEvent } from './schemas'
import { insertFact, isSandbox } from './store'

/** The whole body of a call that publishes. */
export const MAX_EVENT_BYTES = 1024 * 1024

/**
 * An event of the caller's own, into the log of the organization the call acts in. Its subject is `metadata.subject`, else
 * the API key or user that sends it. E9007 for readers, and for `debug` outside of sandbox organizations.
 */
export async function publishOwn(ctx: Ctx<UserActor>, input: PublishEvent) {
  const { organizationId, userId, keyId } = requireWriter(ctx)
  if (input.debug && !(await isSandbox(sqlOver(ctx.pool), organizationId))) {
    throw new AppError('E9007', 'Only organizations marked sandbox may ask for failures. Publish without debug.')
  }

  const id = newId()
  const fact = {
    id: newId(),
    type: input.type,
    subject: subjectOf(input) ?? keyId ?? userId,
    source: keyId === null ? `user:${userId}` : `key:${keyId}`,
    metadata: input.metadata,
    requestId: ctx.requestId,
    now: ctx.now,
    debug: input.debug,
    rows: [{ id, organization_id: organizationId, data: input.payload }],
  }
  return inSqlTransaction(ctx, async (sql) => {
    const [row] = await insertFact(sql, fact)
    if (!row) throw new Error('The event was not written')

    afterCommit(sql, 'news', announceNews)
    return { id, status: 'ACCEPTED' as const, sequence: row.sequence }
  })
}

function subjectOf({ metadata }: PublishEvent): string | null {
  return typeof metadata.subject === 'string' ? metadata.subject : null
}
