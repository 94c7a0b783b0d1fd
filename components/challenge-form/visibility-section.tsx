'use client'

import { ChoiceGroup } from '@/components/ui/choice'
import { useForm } from './form-context'

export const VISIBILITY_WORDS = {
  link: 'Whoever has the link',
  public: 'Anybody',
  parties: 'The two of you only',
} as const

/** Who may read the challenge and its receipt beside the parties. */
export function VisibilitySection() {
  const { values, change } = useForm()
  return (
    <div data-field="visibility">
      <ChoiceGroup
        legend="Who may see it"
        hideLegend
        name="visibility"
        value={values.visibility}
        onChange={(visibility) => change({ visibility })}
        options={[
          { value: 'link', title: VISIBILITY_WORDS.link, says: 'Not listed anywhere.' },
          {
            value: 'public',
            title: VISIBILITY_WORDS.public,
            says: 'Its receipt is among the public ones. Title and terms stay with those who have the link.',
          },
          {
            value: 'parties',
            title: values.mode === 'SOLO' ? 'You only' : VISIBILITY_WORDS.parties,
            says: 'And whoever one of you hands the proof to.',
          },
        ]}
      />
    </div>
  )
}
