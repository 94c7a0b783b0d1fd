import { z } from 'zod'
import { type Ctx, requireUser } from '@/lib/context'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { inviteKey, readInvite } from './invite'
import { rehearse } from './rehearsal'
import type { Mode, Party, Status } from './state'
import { listAddresses, listChallengeRows, listLogEntries, loadChallenge, notFound } from './store'
import { toAnswer } from './view'
import { oldInvite, requireViewer, roleOf } from './viewer'

type See = { id: string; invite?: string | undefined }

/** One challenge, as the caller may see it. E3010 when they may not. */
export async function getChallenge(ctx: Ctx, input: See) {
  const challenge = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, challenge, input.invite)
  return toAnswer(challenge, { role, now: ctx.now })
}

/** The hash-chained log: each entry with its hash, checkable by anyone who sees the challenge. */
export async function getChallengeLog(ctx: Ctx, input: See) {
  const challenge = await loadChallenge(ctx.db, input.id)
  await requireViewer(ctx, ctx.db, challenge, input.invite)
  const entries = await listLogEntries(ctx.db, challenge.id)
  return {
    data: entries.map(({ entry, hash }) => ({ ...entry, hash })),
    next_cursor: null,
    head: challenge.logHead,
    length: challenge.logLength,
  }
}

/** Every way it can end, with amounts and dates. */
export async function getRehearsal(ctx: Ctx, input: See) {
  const challenge = await loadChallenge(ctx.db, input.id)
  await requireViewer(ctx, ctx.db, challenge, input.invite)
  return { endings: rehearse(challenge, ctx.now) }
}

/** What somebody holding an invite may see before they connect a wallet. E3010: not ours; E3016: of an old revision. */
export async function getInvite(ctx: Ctx, input: { token: string }) {
  const held = readInvite(inviteKey(), input.token)
  if (!held) throw notFound()

  const challenge = await loadChallenge(ctx.db, held.challengeId)
  if (!challenge.sentAt) throw notFound()
  if (held.revision !== challenge.revision) throw oldInvite(held, challenge)

  const { role } = await requireViewer(ctx, ctx.db, challenge, input.token)
  return { challenge: toAnswer(challenge, { role, now: ctx.now }), endings: rehearse(challenge, ctx.now) }
}

type Filter = {
  limit: number
  cursor?: string | undefined
  open?: boolean | undefined
  status?: Status | undefined
  mode?: Mode | undefined
  role?: Party | undefined
  external_id?: string | undefined
}

/** The caller's challenges, newest first: made by them, or sent to one of their wallets. */
export async function listChallenges(ctx: Ctx, filter: Filter) {
  const actor = requireUser(ctx)
  const { limit, cursor, external_id, ...by } = filter
  const fingerprint = { list: 'challenges', user: actor.userId, external_id, ...by }
  const before = cursor ? decodeCursor(fingerprint, cursor, z.uuid()) : undefined
  const addresses = await listAddresses(ctx.db, actor.userId)

  const rows = await listChallengeRows(ctx.db, {
    userId: actor.userId,
    addresses,
    externalId: external_id,
    before,
    take: limit + 1,
    ...by,
  })
  return toPage(
    fingerprint,
    rows,
    limit,
    (row) => row.id,
    (row) => {
      const role = roleOf(row, { userId: actor.userId, addresses, invited: false })
      return toAnswer(row, { role, now: ctx.now })
    },
  )
}
