'use client'

import { Input } from '@/components/ui/field'
import { FormField, useForm } from './form-context'
import { readLocalTime, sayLocalTime, sayUntil, toLocalText } from './local-time'

/** By when it must be accepted, and by when it ends. */
export function TimesSection() {
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <TimeField name="acceptBy" label="Accept by" usual="72 hours after you sign." />
      <TimeField name="endBy" label="End by" usual="30 days after the time to accept." />
    </div>
  )
}

function TimeField({ name, label, usual }: { name: 'acceptBy' | 'endBy'; label: string; usual: string }) {
  const { values, change, desk } = useForm()
  return (
    <FormField name={name} label={label} optional hint={`Empty: ${usual}`}>
      {(wiring) => (
        <>
          <Input
            {...wiring}
            type="datetime-local"
            min={toLocalText(desk.now, desk.zone)}
            value={values[name]}
            onChange={(event) => change({ [name]: event.target.value })}
          />
          <SaidTime text={values[name]} />
        </>
      )}
    </FormField>
  )
}

function SaidTime({ text }: { text: string }) {
  const { desk } = useForm()
  const read = readLocalTime(text, desk.zone)
  if (text === '' || 'error' in read) return null
  return (
    <p className="mt-1.5 text-[.92rem] text-soft">
      {sayLocalTime(read.at, desk.zone)}, {sayUntil(read.at, desk.now)}.
      {read.twice ? ' The clocks go back then, so this time comes twice: the earlier one is meant.' : null}
    </p>
  )
}
