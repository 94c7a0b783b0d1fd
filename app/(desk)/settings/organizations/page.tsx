import type { Metadata } from 'next'
import Link from 'next/link'
import { OrganizationForm } from '@/components/settings/organization-form'
import { ROLE_WORDS } from '@/components/settings/roles'
import { Row, Rows } from '@/components/settings/rows'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { SignedOut } from '@/components/wallet/signed-out'
import { getMe } from '@/lib/identity/get-me'
import { settingsContext } from '../settings-context'

export const metadata: Metadata = { title: 'Organizations, settings' }

export default async function OrganizationsPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your organizations" />

  const shared = (await getMe(ctx)).organizations.filter(({ personal }) => !personal)
  return (
    <SettingsFrame
      current="/settings/organizations"
      title="Organizations"
      lead="An organization owns API keys together with others. Challenges are always between people: a wallet signs, never an organization."
    >
      {shared.length > 0 ? (
        <Rows label="Your organizations">
          {shared.map(({ id, name, role }) => (
            <Row
              key={id}
              title={<Link href={`/settings/organizations/${id}`}>{name}</Link>}
              says={`You are ${ROLE_WORDS[role].title.toLowerCase()}: ${ROLE_WORDS[role].says}.`}
            />
          ))}
        </Rows>
      ) : (
        <p className="max-w-[38em] text-soft">
          You are in none yet. Create one, then add others by the wallet they sign in with; or have somebody add you.
        </p>
      )}
      <div className="mt-12">
        <OrganizationForm actingAs={ctx.actor.wallet.address} />
      </div>
    </SettingsFrame>
  )
}
