import type { Metadata } from 'next'
import Link from 'next/link'
import { toWire } from '@/components/data/to-wire'
import { Choices } from '@/components/settings/notifications-choices'
import { Contact } from '@/components/settings/notifications-contact'
import type { NotificationsView } from '@/components/settings/notifications-view'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { Callout } from '@/components/ui/callout'
import { SignedOut } from '@/components/wallet/signed-out'
import { getMe } from '@/lib/identity/get-me'
import { actIn } from '@/lib/identity/organization/act-in'
import { getNotifications } from '@/lib/notification/get-notifications'
import { settingsContext } from '../settings-context'

export const metadata: Metadata = { title: 'Notifications, settings' }

export default async function NotificationsPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to choose what you are told" />

  const { organizations } = await getMe(ctx)
  const places = await Promise.all(
    organizations.map(async ({ id, name, personal }) => ({
      id,
      name: personal ? 'Yourself' : name,
      view: toWire<NotificationsView>(await getNotifications(await actIn(ctx, id))),
    })),
  )
  const view = places[0]?.view
  if (!view) return null

  const actingAs = ctx.actor.wallet.address
  const isKept = view.channels.email === 'kept' || view.channels.phone === 'kept'
  return (
    <SettingsFrame
      current="/settings/notifications"
      title="Notifications"
      lead="Where we write to you when something waits, and of what. Nothing is sent before you have shown that an address is yours."
    >
      <div className="grid gap-12">
        {isKept ? (
          <Callout look="none" title="This desk sends nothing">
            It has no key to send with. What it would send is kept in the{' '}
            <Link href="/mailbox">development mailbox</Link>.
          </Callout>
        ) : null}
        <Contact key={`email ${view.email?.address_hint}`} actingAs={actingAs} channel="email" view={view} />
        <Contact key={`phone ${view.phone?.address_hint}`} actingAs={actingAs} channel="phone" view={view} />
        {view.email?.verified || view.phone?.verified ? (
          places.map((place) => (
            <Choices
              key={`${place.id} ${view.email?.verified} ${view.phone?.verified}`}
              actingAs={actingAs}
              place={place}
              isOnly={places.length === 1}
            />
          ))
        ) : (
          <p className="max-w-[38em] text-soft">
            With a verified address you choose what you are told: when it is your turn, when little time is left, when
            something is disputed or has ended.
          </p>
        )}
      </div>
    </SettingsFrame>
  )
}
