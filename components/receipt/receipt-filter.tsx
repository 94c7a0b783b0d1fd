'use client'

import Form from 'next/form'
import { RECEIPT_KINDS } from '@/components/desk/list-query'
import { Button } from '@/components/ui/button'
import { Field, Select } from '@/components/ui/field'
import { RECEIPT_STATUSES, STATUS_OF_TASK } from './say-status'

const KIND_NAMES = { task: 'Tasks', challenge: 'Challenges' } as const

type Props = {
  chosen: Record<string, string> /** Somebody is signed in, who has receipts of their own. */
  isSomebody: boolean
}

/** Narrows the list by what stands in the address; a form like any other where no script runs. */
export function ReceiptFilter({ chosen, isSomebody }: Props) {
  return (
    <Form
      action="/receipts"
      scroll={false}
      prefetch={false}
      className={`mt-7 grid grid-cols-1 items-end gap-4 ${isSomebody ? 'sm:grid-cols-[1fr_1fr_1.3fr_auto]' : 'sm:grid-cols-[1fr_1.3fr_auto]'}`}
    >
      {isSomebody ? (
        <Choice
          name="whose"
          label="Whose"
          value={chosen.whose}
          options={[
            ['', 'Yours'],
            ['everybody', 'Yours and public ones'],
          ]}
        />
      ) : null}
      <Choice
        name="kind"
        label="Of"
        value={chosen.kind}
        options={[['', 'Tasks and challenges'], ...RECEIPT_KINDS.map((kind) => [kind, KIND_NAMES[kind]] as const)]}
      />
      <Choice
        name="status"
        label="Status"
        value={chosen.status}
        options={[
          ['', 'Any'],
          ...RECEIPT_STATUSES.map(
            (status) => [status, status === 'FINALIZED' ? 'Passed, or final' : STATUS_OF_TASK[status].name] as const,
          ),
        ]}
      />
      <Button type="submit">Show</Button>
    </Form>
  )
}

type ChoiceProps = {
  name: string
  label: string
  value: string | undefined
  options: (readonly [value: string, says: string])[]
}

function Choice({ name, label, value = '', options }: ChoiceProps) {
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
