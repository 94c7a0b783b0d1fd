import { recordAudit } from '@/lib/audit/record'
import { addSeconds } from '@/lib/clock'
import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { sendInvite } from '@/lib/notification/send-invite'
import type { Challenge } from './challenge'
import { inviteUrl } from './invite'
import { lockChallenge } from './store'
import { requireViewer } from './viewer'

/** As many for one challenge, for all of one person's, and to one address whoever asks, in a day. */
const PER_CHALLENGE = 10
const PER_PERSON = 50
const PER_ADDRESS = 5
const DAY_SECONDS = 86_400

/**
 * Sends the invite of an open challenge to a mail address: by its creator, while anybody who has the link may accept. The
 * address is kept until the letter is sent, and the log knows only that one was. Throws E3010, E9007, E3011, E9003, E9010.
 */
export async function inviteByMail(ctx: Ctx, input: { id: string; email: string }) {
  const actor = requireWriter(ctx)
  return inTransaction(ctx, async (tx) => {
    const challenge = await lockChallenge(tx, input.id)
    const { role } = await requireViewer(ctx, tx, challenge)
    if (role !== 'creator') throw new AppError('E9007', 'Only its creator may invite somebody.')
    requireOpen(challenge)

    const sent = await sendInvite(tx, {
      userId: actor.userId,
      challengeId: challenge.id,
      revision: challenge.revision,
      email: input.email,
      title: challenge.title,
      url: inviteUrl({ challengeId: challenge.id, revision: challenge.revision }),
      deadlineAt: challenge.deadlineAt,
      limits: {
        perChallenge: PER_CHALLENGE,
        perPerson: PER_PERSON,
        perAddress: PER_ADDRESS,
        since: addSeconds(ctx.now, -DAY_SECONDS),
      },
      now: ctx.now,
    })
    await audit(tx, ctx, challenge)
    return sent
  })
}

function requireOpen({ status, acceptedAt, counterparty }: Challenge): void {
  if (status === 'AWAITING_COUNTERPARTY' && acceptedAt === null && counterparty === null) return
  throw new AppError(
    'E3011',
    'There is no invite to send: it was not sent to whoever has the link, or is not open any more.',
  )
}

async function audit(tx: Tx, ctx: Ctx, { id, organizationId }: Challenge): Promise<void> {
  const { actor, requestId, now } = ctx
  if (actor.kind === 'anonymous') return
  await recordAudit(tx, {
    organizationId,
    actor,
    action: 'challenge.invited',
    target: `challenge:${id}`,
    requestId,
    now,
  })
}
