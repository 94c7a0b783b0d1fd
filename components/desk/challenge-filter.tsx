'use client'

import Form from 'next/form'
import { capitalize, MODE_WORDS, STATUS_WORDS } from '@/components/challenge/words'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { MODES, type Status } from '@/lib/challenge/state'
import { CHALLENGE_STATUSES, ROLE_NAMES } from './list-query'

type Option = readonly [value: string, name: string]

const ANY: Option = ['', 'Any']
const STATUS_OPTIONS: Option[] = [ANY, ...CHALLENGE_STATUSES.map((status) => [status, nameOfStatus(status)] as const)]
const MODE_OPTIONS: Option[] = [ANY, ...MODES.map((mode) => [mode, MODE_WORDS[mode].name] as const)]
const ROLE_OPTIONS: Option[] = [['', 'Either'], ...ROLE_NAMES.map((role) => [role, capitalize(role)] as const)]

/** Narrows the list by what stands in the address; a form like any other where no script runs. */
export function ChallengeFilter({ chosen }: { chosen: Record<string, string> }) {
  return (
    <Form
      action="/challenges"
      scroll={false}
      prefetch={false}
      className="mt-7 grid grid-cols-2 items-end gap-x-4 gap-y-4 sm:grid-cols-[1.3fr_1fr_1fr_auto]"
    >
      <Choice name="status" label="Status" options={STATUS_OPTIONS} value={chosen.status} />
      <Choice name="mode" label="Mode" options={MODE_OPTIONS} value={chosen.mode} />
      <Choice name="role" label="You are" options={ROLE_OPTIONS} value={chosen.role} />
      <Button type="submit">Show</Button>
    </Form>
  )
}

type ChoiceProps = { name: string; label: string; options: Option[]; value: string | undefined }

function Choice({ name, label, options, value = '' }: ChoiceProps) {
  return (
    <Field label={label}>
      {(wiring) => (
        <Select {...wiring} name={name} defaultValue={value} key={value}>
          {options.map(([option, says]) => (
            <option key={option} value={option}>
              {says}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

function nameOfStatus(status: (typeof CHALLENGE_STATUSES)[number]): string {
  if (status === 'waiting') return 'Waits for me'
  if (status === 'open') return 'Not ended'
  return STATUS_WORDS[status as Status].name
}
