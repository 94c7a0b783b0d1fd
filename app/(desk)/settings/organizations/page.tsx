import type { Metadata } from 'next'
import Link from 'next/link'
import { OrganizationForm } from '@/components/settings/organization-form'
import { ROLE_WORDS } from '@/components/settings/roles'
import { Row, Rows } from '@/components/settings/rows'
import { SandboxSwitch } from '@/components/settings/sandbox-switch'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { SignedOut } from '@/components/wallet/signed-out'
import { getMe } from '@/lib/identity/get-me'
import { mayMarkSandbox } from '@/lib/identity/organization/sandbox'
import { settingsContext } from '../settings-context'

export const metadata: Metadata = { title: 'Organizations, settings' }

export default async function OrganizationsPage() {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see your organizations" />

  const { organizations } = await getMe(ctx)
  const shared = organizations.filter(({ personal }) => !personal)
  const own = organizations.find(({ personal }) => personal)
  const acting = ctx.actor.wallet.address
  return (
    <SettingsFrame
      current="/settings/organizations"
      title="Organizations"
      lead="An organization owns API keys together with others. Challenges are always between people: a wallet signs, never an organization."
    >
      {shared.length > 0 ? (
        <Rows label="Your organizations">
          {shared.map(({ id, name, role, sandbox }) => (
            <Row
              key={id}
              title={<Link href={`/settings/organizations/${id}`}>{name}</Link>}
              says={`You are ${ROLE_WORDS[role].title.toLowerCase()}: ${ROLE_WORDS[role].says}.${sandbox ? ' A sandbox.' : ''}`}
            />
          ))}
        </Rows>
      ) : (
        <p className="max-w-[38em] text-soft">
          You are in none yet. Create one, then add others by the wallet they sign in with; or have somebody add you.
        </p>
      )}
      <div className="mt-12">
        <OrganizationForm actingAs={acting} />
      </div>
      {own && (own.sandbox || mayMarkSandbox(ctx.actor)) ? (
        <section aria-labelledby="sandbox" className="mt-12 border-line border-t pt-7">
          <h2 id="sandbox" className="text-[1.5rem]">
            Trying things out
          </h2>
          <p className="mt-2 mb-4 max-w-[38em] text-soft">
            {own.sandbox
              ? 'What you do for yourself is done in a sandbox: events you publish may ask their deliveries to fail, wait or be given up.'
              : 'What you do for yourself is done in an organization of your own. As a sandbox it lets events you publish ask their deliveries to fail, wait or be given up.'}
          </p>
          <SandboxSwitch
            actingAs={acting}
            organization={{ id: own.id, name: 'your own organization', sandbox: own.sandbox }}
          />
        </section>
      ) : null}
    </SettingsFrame>
  )
}
