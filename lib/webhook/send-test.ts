import type { Ctx, UserActor } from '@/lib/context'
import type { Answer, DeliveredEvent } from '@/lib/delivery/types'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { deskGuard } from '@/lib/outbound/check-url'
import { tell } from '@/lib/tail/tell'
import { asWriter } from './access'
import { sendGuarded } from './send'
import type { WebhookRow } from './store'

/**
 * Sends an `endpoint.test` now, once, also to a webhook that is disabled, and tells how it went. It is no event of the log
 * and no delivery: it stands in this answer and as a line of the live tail. E6002 for others', E6001 when its URL has become
 * one we may not send to.
 */
export async function testWebhook(ctx: Ctx, { id }: { id: string }) {
  return asWriter(ctx, 'webhook.tested', id, async (writer, webhook) => {
    const event = testEvent(writer, webhook)
    const answer = await sendGuarded(deskGuard(), { ...webhook, kind: 'WEBHOOK' }, event, ctx.now)
    if (answer.kind === 'refused') throw new AppError('E6001', answer.reason)

    tellTest(writer, id, answer)
    return { event_id: event.id, ...toTestAnswer(answer) }
  })
}

function testEvent(ctx: Ctx<UserActor>, { id, status, disabledReason, firstFailureAt }: WebhookRow): DeliveredEvent {
  return {
    id: newId(),
    organization_id: ctx.actor.organizationId,
    type: 'endpoint.test',
    subject: id,
    sequence: 0,
    source: 'desk',
    data: { endpoint_id: id, kind: 'WEBHOOK', status, reason: disabledReason, failing_since: firstFailureAt },
    metadata: {},
    created_at: ctx.now,
  }
}

type Tried = Exclude<Answer, { kind: 'refused' }>

function toTestAnswer(answer: Tried) {
  if (answer.kind === 'answered') {
    const { status, durationMs, text } = answer
    return { delivered: isSuccess(status), status, duration_ms: durationMs, reason: null, answer: text }
  }
  const durationMs = answer.kind === 'failed' ? answer.durationMs : 0
  return { delivered: false, status: null, duration_ms: durationMs, reason: answer.reason, answer: null }
}

function tellTest(ctx: Ctx<UserActor>, id: string, answer: Tried): void {
  const status = answer.kind === 'answered' ? answer.status : null
  const said = status === null ? 'was not answered' : `was answered ${status}`
  tell({
    organizationId: ctx.actor.organizationId,
    level: status !== null && isSuccess(status) ? 'info' : 'warn',
    source: 'webhook',
    message: `A test ${said}.`,
    requestId: ctx.requestId,
    context: { endpoint_id: id, status },
  })
}

const isSuccess = (status: number) => status >= 200 && status <= 299
