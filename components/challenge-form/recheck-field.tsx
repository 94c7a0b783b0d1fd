'use client'

import { Field, Select } from '@/components/ui/field'
import type { Recheck } from './values'

const WORDS: Record<Recheck, string> = {
  lock: 'When both have signed',
  both: 'Then, and again at the end',
  end: 'Then, and marked at the end',
}

/** When amounts are looked at. */
export function RecheckField({ value, onChange }: { value: Recheck; onChange: (recheck: Recheck) => void }) {
  return (
    <Field label="Looked at" hint="At the end it only marks the receipt.">
      {(wiring) => (
        <Select {...wiring} value={value} onChange={(event) => onChange(event.target.value as Recheck)}>
          {(Object.keys(WORDS) as Recheck[])
            .filter((recheck) => recheck !== 'end' || value === 'end')
            .map((recheck) => (
              <option key={recheck} value={recheck}>
                {WORDS[recheck]}
              </option>
            ))}
        </Select>
      )}
    </Field>
  )
}
