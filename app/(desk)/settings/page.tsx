import type { Metadata } from 'next'
import { ProfileForm } from '@/components/settings/profile-form'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { Address } from '@/components/ui/address'
import { CopyButton } from '@/components/ui/copy-button'
import { Facts } from '@/components/ui/facts'
import { Time } from '@/components/ui/time'
import { SignedOut } from '@/components/wallet/signed-out'
import { getMe } from '@/lib/identity/get-me'
import { settingsContext } from './settings-context'

export const metadata: Metadata = { title: 'Profile, settings' }

export default async function ProfilePage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your settings" />

  const me = await getMe(ctx)
  const { wallet } = ctx.actor
  return (
    <SettingsFrame
      current="/settings"
      title="Profile"
      lead="Your wallet is who you are here. A name is for your convenience."
    >
      <ProfileForm actingAs={wallet.address} name={me.name} />
      <h2 className="mt-12 text-[1.5rem]">Who you are to others</h2>
      <div className="mt-4 border-line border-t pt-4">
        <Facts
          rows={[
            ['This session', <Address key="address" value={wallet.address} />],
            [
              'Public id',
              <span key="did">
                <code className="mono">{me.did}</code> <CopyButton text={me.did} label="Copy the id" />
              </span>,
            ],
            [
              'Account number',
              <span key="id">
                <code className="mono">{me.id}</code> <CopyButton text={me.id} label="Copy the number" />
              </span>,
            ],
            ['Here since', <Time key="since" at={me.created_at} />],
          ]}
        />
      </div>
    </SettingsFrame>
  )
}
