import { recordAudit } from '@/lib/audit/record'
import { type Ctx, requireWriter } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { isUniqueViolation } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { isActive } from './agent'
import { findStakePlace, toView } from './agent-view'
import { noAgent } from './get'
import { findAuditorOf, lockAgent, saveAuditor } from './store'

/**
 * Has an agent stand for committees, or not any more; the next roster follows. Saying it again changes nothing. E9007 for
 * anybody but its owner; 409 for an agent that has expired, and while another one of theirs stands.
 */
export async function setAuditor(ctx: Ctx, { did, auditor }: { did: string; auditor: boolean }) {
  const actor = requireWriter(ctx)
  const place = await findStakePlace()

  const work = async (tx: Sql) => {
    const agent = await lockAgent(tx, did)
    if (!agent) throw noAgent()
    if (agent.userId !== actor.userId) throw new AppError('E9007', 'Only whoever registered this agent can say so.')
    if (agent.auditor === auditor) return toView(tx, ctx, agent, place)
    if (auditor) await requireFree(tx, actor.userId)
    if (auditor && !isActive(agent, ctx.now)) throw conflict('This agent has expired. Register it again first.')

    await saveAuditor(tx, did, auditor, ctx.now)
    await recordAudit(tx, {
      organizationId: agent.organizationId,
      actor,
      action: auditor ? 'agent.auditor_on' : 'agent.auditor_off',
      target: `agent:${agent.id}`,
      requestId: ctx.requestId,
      now: ctx.now,
    })
    const saved = { ...agent, auditor, auditorSince: auditor ? ctx.now : null, updatedAt: ctx.now }
    return toView(tx, ctx, saved, place)
  }
  try {
    return await inSqlTransaction(ctx, work)
  } catch (error) {
    throw isUniqueViolation(error) ? conflict(OTHER) : error
  }
}

const OTHER = 'Another agent of yours stands already, and everybody has one place. Take that one back first.'

async function requireFree(tx: Sql, userId: string): Promise<void> {
  if ((await findAuditorOf(tx, userId)) !== null) throw conflict(OTHER)
}

function conflict(sentence: string): AppError {
  return new AppError('E9004', sentence, { status: 409 })
}
