'use client'

import { MODE_WORDS } from '@/components/challenge/words'
import { ChoiceGroup } from '@/components/ui/choice'
import { MODES, type Mode } from '@/lib/challenge/state'
import { useForm } from './form-context'

/** Whether a mode can be chosen on this desk. */
export type ModeState = 'open' | 'off'

const MARKS: Record<ModeState, string | null> = { open: null, off: 'Switched off here' }

/** The four modes, each with when to use it. */
export function ModeSection({ states }: { states: Record<Mode, ModeState> }) {
  const { values, change, errors } = useForm()
  const options = MODES.map((mode) => ({
    value: mode,
    title: MODE_WORDS[mode].name,
    says: MODE_WORDS[mode].when,
    disabled: states[mode] !== 'open',
    mark: MARKS[states[mode]] ? (
      <span className="whitespace-nowrap text-[.86rem] text-soft">{MARKS[states[mode]]}</span>
    ) : undefined,
  }))
  return (
    <div data-field="mode">
      <ChoiceGroup
        legend="What it is for"
        name="mode"
        options={options}
        value={values.mode}
        onChange={(mode) => change({ mode })}
        error={errors.mode}
      />
    </div>
  )
}
