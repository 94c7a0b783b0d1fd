'use client'

import { sayDuration } from '@/components/challenge/words'
import { Input } from '@/components/ui/field'
import { DEFAULT_SECONDS } from '@/lib/challenge/deadlines'
import type { Mode } from '@/lib/challenge/state'
import { FormField, useForm } from './form-context'
import { readLocalTime, sayLocalTime, sayUntil, toLocalText } from './local-time'
import { strategyOf } from './values'

/** How long things take when nobody says otherwise: from the same table as the desk's own clock. */
export function usualTimes(mode: Mode): { accept: string; end: string } {
  const accept = mode === 'ENFORCED' ? DEFAULT_SECONDS.acceptEnforced : DEFAULT_SECONDS.accept
  const end = mode === 'GATEKEEPER' ? DEFAULT_SECONDS.resolutionGatekeeper : DEFAULT_SECONDS.resolution
  return { accept: `within ${sayDuration(accept)}`, end: `within ${sayDuration(end)} of that` }
}

/** By when it must be accepted, answered and ended. */
export function TimesSection() {
  const { values } = useForm()
  const { mode } = values
  const usual = usualTimes(mode)
  const end =
    strategyOf(values) === 'ORACLE'
      ? 'an hour after the figure could still come.'
      : `${usual.end}${mode === 'ENFORCED' ? ' and of the answers' : ''}.`
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {mode === 'SOLO' ? null : (
        <TimeField name="acceptBy" label="Accept by" usual={`${usual.accept} of your signature.`} />
      )}
      <TimeField name="endBy" label="End by" usual={end} />
      {mode === 'ENFORCED' ? (
        <>
          <HoursField
            name="responseHours"
            label="Answer within, in hours"
            usual={`${sayDuration(DEFAULT_SECONDS.response)}, counted from the last moment to deposit.`}
          />
          <HoursField
            name="disputeHours"
            label="Settle a dispute within, in hours"
            usual={`${sayDuration(DEFAULT_SECONDS.dispute)}.`}
          />
        </>
      ) : null}
    </div>
  )
}

function HoursField({ name, label, usual }: { name: 'responseHours' | 'disputeHours'; label: string; usual: string }) {
  const { values, change } = useForm()
  return (
    <FormField name={name} label={label} optional hint={`Empty: ${usual}`}>
      {(wiring) => (
        <Input
          {...wiring}
          inputMode="numeric"
          autoComplete="off"
          value={values[name]}
          onChange={(event) => change({ [name]: event.target.value })}
        />
      )}
    </FormField>
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
