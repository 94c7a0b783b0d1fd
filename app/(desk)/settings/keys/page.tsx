import type { Metadata } from 'next'
import { toWire } from '@/components/data/to-wire'
import { Keys, type Place } from '@/components/settings/keys'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { SignedOut } from '@/components/wallet/signed-out'
import type { Ctx, UserActor } from '@/lib/context'
import { listApiKeys } from '@/lib/identity/api-key/list'
import { getMe } from '@/lib/identity/get-me'
import { actIn } from '@/lib/identity/organization/act-in'
import { settingsContext } from '../settings-context'

export const metadata: Metadata = { title: 'API keys, settings' }

const SHOWN = 200

export default async function KeysPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your API keys" />

  const { organizations } = await getMe(ctx)
  const places = await Promise.all(organizations.map((organization) => placeOf(ctx, organization)))
  return (
    <SettingsFrame
      current="/settings/keys"
      title="API keys"
      lead="A key lets a program act for you, as far as you allow. It can never sign: what binds you takes your wallet."
    >
      <Keys actingAs={ctx.actor.wallet.address} places={toWire<Place[]>(places)} />
    </SettingsFrame>
  )
}

type Organization = Awaited<ReturnType<typeof getMe>>['organizations'][number]

async function placeOf(ctx: Ctx<UserActor>, { id, name, personal, role }: Organization) {
  const { data } = await listApiKeys(await actIn(ctx, id), { limit: SHOWN })
  const keys = data.map((key) => ({
    ...key,
    mine: key.user_id === ctx.actor.userId,
    expired: key.expires_at !== null && key.expires_at <= ctx.now,
  }))
  return { id, name: personal ? 'Yourself' : name, keys, mayMake: role !== 'reader' }
}
