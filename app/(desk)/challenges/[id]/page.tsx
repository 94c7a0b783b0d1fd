import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { ChallengePage } from '@/components/challenge/challenge-page'
import type { Loaded } from '@/components/challenge/use-challenge'
import { toWire } from '@/components/data/to-wire'
import type { RehearsalView } from '@/components/data/types'
import { getChallenge, getChallengeLog, getRehearsal } from '@/lib/challenge/get'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'
import { isId } from '@/lib/id'

type Props = { params: Promise<{ id: string }> }

/** Read once for the page and its title. Null for what is not there, or not the caller's to see. */
const load = cache(async (id: string) => {
  if (!isId(id)) return null
  const ctx = await pageContext()
  try {
    const challenge = await getChallenge(ctx, { id })
    const [log, endings] = await Promise.all([getChallengeLog(ctx, { id }), getRehearsal(ctx, { id })])
    const viewer = ctx.actor.kind === 'user' ? ctx.actor.wallet.address : null
    return { loaded: toWire<Loaded>({ challenge, log, now: ctx.now, viewer }), endings: toWire<RehearsalView>(endings) }
  } catch (error) {
    if (isAppError(error, 'E3010')) return null
    throw error
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).id)
  return {
    title: found ? found.loaded.challenge.title : 'Not found',
    // The address is the key: not for search engines, nor for the servers behind its links.
    robots: { index: false, follow: false },
    referrer: 'same-origin',
  }
}

export default async function Page({ params }: Props) {
  const found = await load((await params).id)
  if (!found) notFound()
  return <ChallengePage loaded={found.loaded} endings={found.endings} />
}
