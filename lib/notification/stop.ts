import { recordAudit } from '@/lib/audit/record'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { readStopToken } from './stop-token'
import { clearFilters, findPersonEndpoint, isAddressStopped, stopAddress } from './store'

type Link = { token: string }

/** Opening the link changes nothing: mail scanners do. It leads to the page with the button. */
export function askToStop({ token }: Link): Response {
  requireToken(token)
  return Response.redirect(`${env().APP_URL}/unsubscribe/${token}`, 303)
}

/**
 * Ends what the link is about, whoever has it, without signing in: all that one channel tells its owner in one organization,
 * or all mail to a stranger's address. Twice does no harm. Browsers are shown the page again. E9008 for a link of nobody's.
 */
export async function stopByLink(ctx: Ctx, { token }: Link, request: Request): Promise<{ stopped: true } | Response> {
  const what = requireToken(token)
  await inTransaction(ctx, async (tx) => {
    if (what.kind === 'address') return stopAddress(tx, what.hash, ctx.now)

    const endpoint = await findPersonEndpoint(tx, what.id)
    if (!endpoint || !(await clearFilters(tx, what.id, ctx.now))) return
    const { organizationId, userId, kind } = endpoint
    await recordAudit(tx, {
      organizationId,
      actor: { kind: 'system', name: 'unsubscribe' },
      action: 'notifications.stopped',
      target: `user:${userId}`,
      details: { channel: kind },
      requestId: ctx.requestId,
      now: ctx.now,
    })
  })
  const isPage = request.headers.get('accept')?.includes('text/html')
  return isPage ? Response.redirect(`${env().APP_URL}/unsubscribe/${token}`, 303) : { stopped: true }
}

export type StopState = {
  /** What it is about. */
  kind: 'EMAIL' | 'SMS' | 'invites'
  organization: string | null
  stopped: boolean
}

/** What the page of a stop link says; null for a link of nobody's. */
export async function getStopState(ctx: Ctx, { token }: Link): Promise<StopState | null> {
  const what = readStopToken(token)
  if (!what) return null
  const sql = sqlOver(ctx.pool)
  if (what.kind === 'address') {
    return { kind: 'invites', organization: null, stopped: await isAddressStopped(sql, what.hash) }
  }
  const endpoint = await findPersonEndpoint(sql, what.id)
  if (!endpoint) return { kind: 'EMAIL', organization: null, stopped: true }
  return { kind: endpoint.kind, organization: endpoint.organization, stopped: endpoint.filters.length === 0 }
}

function requireToken(token: string) {
  const what = readStopToken(token)
  if (what) return what
  throw new AppError('E9008', 'This link is not one of ours. Check that all of it was copied.')
}
