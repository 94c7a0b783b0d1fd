'use client'

import { useState } from 'react'
import { create } from '@/app/(desk)/settings/organizations/actions'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { useToast } from '@/components/ui/toast'
import { Trouble } from './trouble'
import { useForm } from './use-form'

export function OrganizationForm({ actingAs }: { actingAs: string }) {
  const [made, setMade] = useState(0)
  return <Form key={made} actingAs={actingAs} onMade={() => setMade((before) => before + 1)} />
}

function Form({ actingAs, onMade }: { actingAs: string; onMade: () => void }) {
  const toast = useToast()
  const { form, busy, refusal, errorOf } = useForm(create, ({ name }) => {
    toast({ title: `${name} is there`, says: 'Open it to add members.' })
    onMade()
  })
  return (
    <form {...form} className="grid max-w-[26em] gap-5">
      <input type="hidden" name="acting_as" value={actingAs} />
      <h2 className="text-[1.5rem]">Create an organization</h2>
      <Field label="Name" hint="Its members see it. You will be its owner." error={errorOf('name')}>
        {(wiring) => <Input {...wiring} name="name" autoComplete="organization" />}
      </Field>
      <Trouble title="Nothing was created" refusal={refusal} fields={['name']} />
      <div>
        <Button type="submit" look="next" busy={busy}>
          Create it
        </Button>
      </div>
    </form>
  )
}
