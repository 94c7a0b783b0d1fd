'use client'

import { erase } from '@/app/(desk)/settings/account/actions'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Trouble } from './trouble'
import { useForm } from './use-form'

/** The word is typed before it is done: there is no way back. */
export function EraseForm({ actingAs }: { actingAs: string }) {
  // A whole new page: nothing that was known of the account stays in this one.
  const { form, busy, refusal, errorOf } = useForm(erase, () => window.location.assign('/'))
  return (
    <form {...form} className="grid max-w-[26em] gap-5">
      <input type="hidden" name="acting_as" value={actingAs} />
      <Field label="Type erase to confirm" error={errorOf('word')}>
        {(wiring) => <Input {...wiring} name="word" autoComplete="off" autoCapitalize="none" spellCheck={false} />}
      </Field>
      <Trouble title="Nothing was erased" refusal={refusal} fields={['word']} />
      <div>
        <Button type="submit" look="danger" busy={busy}>
          Erase my account
        </Button>
      </div>
    </form>
  )
}
