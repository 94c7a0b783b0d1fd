'use client'

import { Field, Input } from '@/components/ui/field'

type Props = { value: string; onChange: (days: string) => void; error?: string | undefined }

/** For how long the desk may attest with a key it keeps. */
export function DaysField({ value, onChange, error }: Props) {
  return (
    <div className="max-w-[14em]">
      <Field label="For how many days" hint="365 at most; renewed by signing again." error={error}>
        {(wiring) => (
          <Input {...wiring} inputMode="numeric" value={value} onChange={({ target }) => onChange(target.value)} />
        )}
      </Field>
    </div>
  )
}
