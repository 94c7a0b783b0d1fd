import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { JoinPage } from '@/components/challenge/join-page'
import type { Loaded } from '@/components/challenge/use-challenge'
import { toWire } from '@/components/data/to-wire'
import type { ChallengeView, InviteView } from '@/components/data/types'
import { getChallenge, getChallengeLog, getInvite } from '@/lib/challenge/get'
import { inviteKey, readInvite } from '@/lib/challenge/invite'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'
import { DeadInvite } from './dead-invite'

export const metadata: Metadata = {
  title: 'You are invited',
  // The address is the invite itself.
  robots: { index: false, follow: false },
  referrer: 'same-origin',
}

type Props = { params: Promise<{ invite: string }> }

type Found =
  | { kind: 'open'; loaded: Loaded; endings: InviteView['endings'] }
  | { kind: 'unknown' }
  | { kind: 'old'; id: string | null }

const load = cache(async (token: string): Promise<Found> => {
  const ctx = await pageContext()
  try {
    const { challenge, endings } = toWire<InviteView>(await getInvite(ctx, { token }))
    const log = await getChallengeLog(ctx, { id: challenge.id, invite: token })
    const viewer = ctx.actor.kind === 'user' ? ctx.actor.wallet.address : null
    return { kind: 'open', loaded: toWire<Loaded>({ challenge, log, now: ctx.now, viewer }), endings }
  } catch (error) {
    if (isAppError(error, 'E3016')) return old(token)
    if (isAppError(error, 'E3010')) return { kind: 'unknown' }
    throw error
  }
})

/** An invite of earlier terms. Whoever is one of the two by now is sent to the challenge itself. */
async function old(token: string): Promise<Found> {
  const held = readInvite(inviteKey(), token)
  if (!held) return { kind: 'unknown' }
  const ctx = await pageContext()
  const seen = await getChallenge(ctx, { id: held.challengeId }).catch(() => null)
  if (seen && isParty(toWire<ChallengeView>(seen))) redirect(`/challenges/${held.challengeId}`)
  return { kind: 'old', id: seen ? held.challengeId : null }
}

const isParty = ({ your_role }: ChallengeView) => your_role === 'creator' || your_role === 'counterparty'

export default async function Page({ params }: Props) {
  const { invite } = await params
  const found = await load(invite)
  if (found.kind === 'unknown') notFound()
  if (found.kind === 'old') return <DeadInvite title="The terms have changed since this invite." id={found.id} />

  const { your_role, id } = found.loaded.challenge
  if (your_role === 'creator') redirect(`/challenges/${id}`)
  return <JoinPage loaded={found.loaded} endings={found.endings} invite={invite} />
}
