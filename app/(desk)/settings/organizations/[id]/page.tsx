import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { toWire } from '@/components/data/to-wire'
import { MemberForm } from '@/components/settings/member-form'
import { MemberRows, type MemberView } from '@/components/settings/member-rows'
import { SandboxSwitch } from '@/components/settings/sandbox-switch'
import { SettingsFrame } from '@/components/settings/settings-frame'
import { SignedOut } from '@/components/wallet/signed-out'
import type { OrganizationRole } from '@/lib/context'
import { getMe } from '@/lib/identity/get-me'
import { listMembers } from '@/lib/identity/organization/list'
import { canManage, mayAssign } from '@/lib/identity/organization/roles'
import { mayMarkSandbox } from '@/lib/identity/organization/sandbox'
import { ROLES } from '@/lib/identity/schemas'
import { settingsContext } from '../../settings-context'

export const metadata: Metadata = { title: 'Organization, settings' }

const SHOWN = 200

export default async function OrganizationPage({ params }: { params: Promise<{ id: string }> }) {
  const ctx = await settingsContext()
  if (!ctx) return <SignedOut title="Sign in to see this organization" />

  const { id } = await params
  const organization = (await getMe(ctx)).organizations.find((one) => one.id === id && !one.personal)
  if (!organization) notFound()

  const { role, name, sandbox } = organization
  const { data } = await listMembers(ctx, { id, limit: SHOWN })
  const given = ROLES.filter((one) => mayAssign(role, one))
  const members = data.map((member) => ({
    ...member,
    isMe: member.user_id === ctx.actor.userId,
    roles: mayAssign(role, member.role) ? given : [],
    mayRemove: mayAssign(role, member.role),
  }))
  const acting = ctx.actor.wallet.address
  return (
    <SettingsFrame current="/settings/organizations" title={name} lead={leadFor(role)}>
      <p className="mb-6 text-[.94rem]">
        <Link href="/settings/organizations">All organizations</Link>
      </p>
      <MemberRows actingAs={acting} organization={{ id, name }} members={toWire<MemberView[]>(members)} />
      {canManage(role) ? (
        <div className="mt-12">
          <MemberForm actingAs={acting} organization={id} roles={given} />
        </div>
      ) : null}
      {sandbox || (role === 'owner' && mayMarkSandbox(ctx.actor)) ? (
        <section aria-labelledby="sandbox" className="mt-12 border-line border-t pt-7">
          <h2 id="sandbox" className="text-[1.5rem]">
            {sandbox ? 'A sandbox' : 'Trying things out'}
          </h2>
          <p className="mt-2 mb-4 max-w-[38em] text-soft">
            {sandbox
              ? 'Events published here may ask their deliveries to fail, wait or be given up.'
              : 'As a sandbox it lets events published here ask their deliveries to fail, wait or be given up.'}
          </p>
          {role === 'owner' ? <SandboxSwitch actingAs={acting} organization={{ id, name, sandbox }} /> : null}
        </section>
      ) : null}
    </SettingsFrame>
  )
}

function leadFor(role: OrganizationRole): string {
  return canManage(role)
    ? 'Who is in it, and what they may do.'
    : 'Who is in it. Owners and admins add and remove members.'
}
