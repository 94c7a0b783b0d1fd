import { notFound, redirect } from 'next/navigation'
import type { SavedDraft } from '@/components/challenge-form/from-draft'
import type { ModeState } from '@/components/challenge-form/mode-section'
import { NewChallenge } from '@/components/challenge-form/new-challenge'
import { toWire } from '@/components/data/to-wire'
import { SignedOut } from '@/components/wallet/signed-out'
import { getDraft } from '@/lib/challenge/get-draft'
import { MODES, type Mode } from '@/lib/challenge/state'
import type { Ctx } from '@/lib/context'
import { isAppError } from '@/lib/errors'
import { type Flag, isOn } from '@/lib/flags'
import { pageContext } from '@/lib/http/action'
import { isId } from '@/lib/id'
import { canResolveNames } from '@/lib/identity/resolve-name'

export const metadata = { title: 'New challenge' }

export default async function NewChallengePage({
  searchParams,
}: {
  searchParams: Promise<{ draft?: string | string[] }>
}) {
  const { draft: id } = await searchParams
  const ctx = await pageContext()
  if (id !== undefined && ctx.actor.kind !== 'user') {
    return <SignedOut title="Sign in to go on with your draft" says="A draft is seen by its creator alone." />
  }
  const draft = typeof id === 'string' ? await openDraft(ctx, id) : null
  return (
    <NewChallenge draft={draft} modes={await modeStates(ctx)} ens={canResolveNames()} now={ctx.now.toISOString()} />
  )
}

/** A draft that was sent meanwhile is read on its own page. */
async function openDraft(ctx: Ctx, id: string): Promise<SavedDraft> {
  if (!isId(id)) notFound()
  try {
    return toWire<SavedDraft>(await getDraft(ctx, { id }))
  } catch (error) {
    if (isAppError(error) && error.code === 'E3014') redirect(`/challenges/${id}`)
    if (isAppError(error) && error.code === 'E3010') notFound()
    throw error
  }
}

const FLAG_OF: Record<Mode, Flag> = {
  SOLO: 'FF_CHALLENGES',
  GATEKEEPER: 'FF_GATEKEEPER',
  FIRE: 'FF_FIRE_MODE',
  ENFORCED: 'FF_ENFORCED_MODE',
}

async function modeStates(ctx: Ctx): Promise<Record<Mode, ModeState>> {
  const organization = ctx.actor.kind === 'user' ? ctx.actor.organizationId : ''
  const anyOn = await isOn(ctx, 'FF_CHALLENGES', organization)
  const states = await Promise.all(
    MODES.map(async (mode): Promise<[string, ModeState]> => {
      return [mode, anyOn && (await isOn(ctx, FLAG_OF[mode], organization)) ? 'open' : 'off']
    }),
  )
  return Object.fromEntries(states) as Record<Mode, ModeState>
}
