'use client'

import { useRouter } from 'next/navigation'
import { useId } from 'react'
import { change, remove } from '@/app/(desk)/settings/organizations/actions'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/field'
import { Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import type { OrganizationRole } from '@/lib/context'
import { AskOnce } from './ask-once'
import { ROLE_WORDS } from './roles'
import { Row, Rows } from './rows'
import { Trouble } from './trouble'
import { useForm } from './use-form'

export type MemberView = {
  user_id: string
  name: string | null
  wallet_address: string | null
  role: OrganizationRole
  created_at: string
  isMe: boolean
  /** Roles the viewer may give them; none: it is not theirs to change. */
  roles: OrganizationRole[]
  mayRemove: boolean
}

type Props = { actingAs: string; organization: { id: string; name: string }; members: MemberView[] }

export function MemberRows({ actingAs, organization, members }: Props) {
  return (
    <Rows label="Members">
      {members.map((member) => (
        <Row
          key={member.user_id}
          title={<Who member={member} />}
          says={
            <>
              {ROLE_WORDS[member.role].title}: {ROLE_WORDS[member.role].says}. Here since{' '}
              <Time at={member.created_at} />
              {member.roles.length > 0 ? (
                <RoleForm key={member.role} actingAs={actingAs} organization={organization.id} member={member} />
              ) : null}
            </>
          }
          action={member.isMe || member.mayRemove ? <Leave {...{ actingAs, organization, member }} /> : null}
        />
      ))}
    </Rows>
  )
}

const nameOf = ({ name, wallet_address }: MemberView) => name ?? wallet_address ?? 'Somebody without a wallet'

function Who({ member }: { member: MemberView }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      {member.name ? <span>{member.name}</span> : null}
      {member.wallet_address ? <Address value={member.wallet_address} /> : null}
      {member.isMe ? <span className="font-[400] text-soft">you</span> : null}
    </span>
  )
}

function RoleForm({ actingAs, organization, member }: { actingAs: string; organization: string; member: MemberView }) {
  const id = useId()
  const toast = useToast()
  const { form, busy, refusal } = useForm(change, ({ role }) =>
    toast({ title: `They are ${ROLE_WORDS[role].title.toLowerCase()} now` }),
  )
  return (
    <form {...form} className="mt-2 text-ink">
      <input type="hidden" name="acting_as" value={actingAs} />
      <input type="hidden" name="id" value={organization} />
      <input type="hidden" name="user" value={member.user_id} />
      <label htmlFor={id} className="sr-only">
        Role of {nameOf(member)}
      </label>
      <div className="flex flex-wrap items-center gap-2">
        <div className="w-[11em]">
          <Select id={id} name="role" defaultValue={member.role}>
            {member.roles.map((role) => (
              <option key={role} value={role}>
                {ROLE_WORDS[role].title}
              </option>
            ))}
          </Select>
        </div>
        <Button type="submit" busy={busy}>
          Change role
        </Button>
      </div>
      <Trouble title="The role stays" refusal={refusal} />
    </form>
  )
}

function Leave({
  actingAs,
  organization,
  member,
}: {
  actingAs: string
  organization: Props['organization']
  member: MemberView
}) {
  const router = useRouter()
  const { isMe } = member
  const run = async () => {
    const state = await remove({ acting_as: actingAs, id: organization.id, user: member.user_id })
    // What one has left cannot be looked at any more.
    if (isMe && state?.ok) router.push('/settings/organizations')
    return state
  }
  return (
    <AskOnce
      label={isMe ? 'Leave' : 'Remove'}
      of={isMe ? organization.name : nameOf(member)}
      title={isMe ? `Leave ${organization.name}` : `Remove ${nameOf(member)}`}
      says={`${isMe ? 'You' : 'They'} no longer see or act in ${organization.name}, and the keys ${isMe ? 'you' : 'they'} made in it stop working at once. What was signed stays.`}
      action={isMe ? 'Leave it' : 'Remove them'}
      run={run}
      done={isMe ? `You have left ${organization.name}` : 'They are no longer a member'}
    />
  )
}
