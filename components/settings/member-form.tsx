'use client'

import { useState } from 'react'
import { add } from '@/app/(desk)/settings/organizations/actions'
import { Button } from '@/components/ui/button'
import { Field, Input, Select } from '@/components/ui/field'
import { useToast } from '@/components/ui/toast'
import type { OrganizationRole } from '@/lib/context'
import { ROLE_WORDS } from './roles'
import { Trouble } from './trouble'
import { useForm } from './use-form'

type Props = { actingAs: string; organization: string; roles: OrganizationRole[] }

export function MemberForm(props: Props) {
  const [added, setAdded] = useState(0)
  return <Form key={added} {...props} onAdded={() => setAdded((before) => before + 1)} />
}

function Form({ actingAs, organization, roles, onAdded }: Props & { onAdded: () => void }) {
  const toast = useToast()
  const { form, busy, refusal, errorOf } = useForm(add, () => {
    toast({ title: 'They are a member now' })
    onAdded()
  })
  return (
    <form {...form} className="grid max-w-[34em] gap-5">
      <input type="hidden" name="acting_as" value={actingAs} />
      <input type="hidden" name="id" value={organization} />
      <h2 className="text-[1.5rem]">Add somebody</h2>
      <Field
        label="Their wallet"
        hint="An address they have signed in here with at least once."
        error={errorOf('wallet_address')}
      >
        {(wiring) => (
          <Input
            {...wiring}
            name="wallet_address"
            className="font-mono"
            autoComplete="off"
            spellCheck={false}
            placeholder="0x…"
          />
        )}
      </Field>
      <Field label="Role" error={errorOf('role')}>
        {(wiring) => (
          <Select {...wiring} name="role" defaultValue="member">
            {roles.map((role) => (
              <option key={role} value={role}>
                {ROLE_WORDS[role].title}: {ROLE_WORDS[role].says}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Trouble title="Nobody was added" refusal={refusal} fields={['wallet_address', 'role']} />
      <div>
        <Button type="submit" look="next" busy={busy}>
          Add them
        </Button>
      </div>
    </form>
  )
}
