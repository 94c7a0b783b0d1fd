'use client'

import { ChoiceGroup } from '@/components/ui/choice'
import { Checkbox, Field, TextArea } from '@/components/ui/field'
import { nounOf, type TypeSet } from './type-set'
import type { TypeView } from './types'

type Props = { value: TypeSet; types: TypeView[]; error?: string | undefined; onChange: (value: TypeSet) => void }

const OPTIONS = [
  { value: 'every', title: 'Every event', says: 'Also those of kinds that come later.' },
  { value: 'some', title: 'Only these', says: 'All of a kind, or one by one.' },
] as const

/** Which events an endpoint gets: of the desk's catalogue, and those one’s own programs publish. */
export function TypeChoice({ value, types, error, onChange }: Props) {
  const nouns = [...new Set(types.map(({ type }) => nounOf(type)))]
  return (
    <div className="grid grid-cols-1 gap-5">
      <ChoiceGroup
        legend="Events"
        name="events"
        options={[...OPTIONS]}
        value={value.every ? 'every' : 'some'}
        onChange={(choice) => onChange({ ...value, every: choice === 'every' })}
        error={value.every ? error : undefined}
      />
      {value.every ? null : (
        <>
          {nouns.map((noun) => (
            <Noun
              key={noun}
              noun={noun}
              types={types.filter(({ type }) => nounOf(type) === noun)}
              value={value}
              onChange={onChange}
            />
          ))}
          <Field
            label="Of your own programs"
            optional
            hint={
              <>
                One to a line, as <code className="mono">order.placed</code> or <code className="mono">order.*</code>.
              </>
            }
            error={error}
          >
            {(wiring) => (
              <TextArea
                {...wiring}
                rows={2}
                className="mono min-h-[4em]!"
                spellCheck={false}
                value={value.own}
                onChange={({ target }) => onChange({ ...value, own: target.value })}
              />
            )}
          </Field>
        </>
      )}
    </div>
  )
}

type NounProps = { noun: string; types: TypeView[]; value: TypeSet; onChange: (value: TypeSet) => void }

function Noun({ noun, types, value, onChange }: NounProps) {
  const whole = `${noun}.*`
  const isWhole = value.chosen.includes(whole)
  const chosen = types.filter(({ type }) => value.chosen.includes(type)).length
  const set = (type: string, on: boolean) =>
    onChange({ ...value, chosen: on ? [...value.chosen, type] : value.chosen.filter((one) => one !== type) })
  return (
    <div className="grid grid-cols-1 gap-1">
      <Checkbox
        label={`Everything about ${noun}s`}
        hint={<code className="mono">{whole}</code>}
        checked={isWhole}
        onChange={({ target }) => set(whole, target.checked)}
      />
      {isWhole ? null : (
        <details className="ml-[28px]">
          <summary className="cursor-pointer py-1">
            One by one{chosen > 0 ? `, ${chosen} chosen` : ''}
            <span className="sr-only">, {noun}</span>
          </summary>
          <div className="mt-2 mb-2 grid gap-3">
            {types.map(({ type, description }) => (
              <Checkbox
                key={type}
                label={<code className="mono">{type}</code>}
                hint={description}
                checked={value.chosen.includes(type)}
                onChange={({ target }) => set(type, target.checked)}
              />
            ))}
          </div>
        </details>
      )}
    </div>
  )
}
