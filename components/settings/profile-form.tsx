'use client'

import { saveProfile } from '@/app/(desk)/settings/actions'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { useToast } from '@/components/ui/toast'
import { Trouble } from './trouble'
import { useForm } from './use-form'

export function ProfileForm({ actingAs, name }: { actingAs: string; name: string | null }) {
  const toast = useToast()
  const { form, busy, refusal, errorOf } = useForm(saveProfile, (me) =>
    toast({ title: me.name === null ? 'Your name is taken away' : 'Your name is saved' }),
  )
  return (
    <form {...form} className="grid max-w-[26em] gap-5">
      <input type="hidden" name="acting_as" value={actingAs} />
      <Field
        label="Name"
        optional
        hint="Members of your organizations see it, and you in your own lists. It is never part of a receipt."
        error={errorOf('name')}
      >
        {(wiring) => (
          <Input {...wiring} name="name" defaultValue={name ?? ''} maxLength={200} autoComplete="nickname" />
        )}
      </Field>
      <Trouble title="Not saved" refusal={refusal} fields={['name']} />
      <div>
        <Button type="submit" look="next" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  )
}
