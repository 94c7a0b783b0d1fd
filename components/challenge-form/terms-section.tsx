'use client'

import { Button } from '@/components/ui/button'
import { Input } from '@/components/ui/field'
import { FormField, GroupError, useForm } from './form-context'
import { newRowId } from './row-id'
import { type TermRow, termField } from './values'

/** Whatever else is agreed, by name: `price`, `colour`, `place`. */
export function TermsSection() {
  const { values, change } = useForm()
  const set = (id: string, changes: Partial<TermRow>) =>
    change((before) => ({ terms: before.terms.map((row) => (row.id === id ? { ...row, ...changes } : row)) }))
  return (
    <div className="grid gap-4">
      <p className="text-[.94rem] text-soft">
        Points of the deal by name, as a program would read them. They are bound by both signatures.
      </p>
      <GroupError name="terms" />
      {values.terms.map((row, i) => (
        <fieldset
          key={row.id}
          className="grid min-w-0 items-start gap-2 sm:grid-cols-[minmax(0,12rem)_minmax(0,1fr)_auto]"
        >
          <legend className="sr-only">{`Term ${i + 1}`}</legend>
          <FormField name={termField(row.id, 'key')} label="Name">
            {(wiring) => (
              <Input
                {...wiring}
                autoComplete="off"
                placeholder="place"
                value={row.key}
                onChange={(event) => set(row.id, { key: event.target.value })}
              />
            )}
          </FormField>
          <FormField name={termField(row.id, 'value')} label={row.json ? 'Value, as JSON' : 'Value'}>
            {(wiring) => (
              <Input
                {...wiring}
                autoComplete="off"
                placeholder="Berlin, Ostkreuz"
                className={row.json ? 'mono' : undefined}
                value={row.value}
                onChange={(event) => set(row.id, { value: event.target.value })}
              />
            )}
          </FormField>
          <Button
            look="quiet"
            aria-label={`Take out term ${i + 1}`}
            className="max-sm:justify-self-start sm:mt-[1.95rem]"
            onClick={() => change((before) => ({ terms: before.terms.filter(({ id }) => id !== row.id) }))}
          >
            Take out
          </Button>
        </fieldset>
      ))}
      <p>
        <Button
          onClick={() => change((before) => ({ terms: [...before.terms, { id: newRowId(), key: '', value: '' }] }))}
        >
          {values.terms.length === 0 ? 'Add a term' : 'Add another term'}
        </Button>
      </p>
    </div>
  )
}
