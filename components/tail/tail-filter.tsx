'use client'

import { Field, Input, Select } from '@/components/ui/field'
import type { TailFilter as Filter, Level } from './types'

const LEVELS: readonly [Level, string][] = [
  ['debug', 'Everything'],
  ['info', 'Info and worse'],
  ['warn', 'Warnings and errors'],
  ['error', 'Errors'],
]

type Props = { filter: Filter; onChange: (filter: Filter) => void }

/** Narrows the lines while one types. */
export function TailFilter({ filter, onChange }: Props) {
  return (
    <search className="grid grid-cols-1 gap-4 sm:grid-cols-3">
      <Field label="Level">
        {(wiring) => (
          <Select
            {...wiring}
            value={filter.level}
            onChange={(event) => onChange({ ...filter, level: event.target.value as Level })}
          >
            {LEVELS.map(([level, words]) => (
              <option key={level} value={level}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label="Text">
        {(wiring) => (
          <Input
            {...wiring}
            value={filter.text}
            maxLength={100}
            placeholder="Part of a line"
            autoComplete="off"
            onChange={(event) => onChange({ ...filter, text: event.target.value })}
          />
        )}
      </Field>
      <Field label="Request id">
        {(wiring) => (
          <Input
            {...wiring}
            value={filter.request_id}
            maxLength={128}
            className="mono"
            autoCapitalize="none"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...filter, request_id: event.target.value })}
          />
        )}
      </Field>
    </search>
  )
}
