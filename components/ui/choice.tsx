'use client'

import { type ReactNode, useId } from 'react'
import { Sign } from './sign'

export type ChoiceOption<V extends string> = {
  value: V
  title: ReactNode
  says: ReactNode
  /** A picture or a word at the end of the row. */
  mark?: ReactNode
  disabled?: boolean
}

type Props<V extends string> = {
  legend: ReactNode
  /** The legend is heard but not seen, as where a heading above says the same. */
  hideLegend?: boolean
  name: string
  options: ChoiceOption<V>[]
  value: V | null
  onChange: (value: V) => void
  error?: ReactNode
}

/** One of several, each with the words that tell them apart: rows between hairlines. */
export function ChoiceGroup<V extends string>(props: Props<V>) {
  const { legend, hideLegend, name, options, value, onChange, error } = props
  const id = useId()
  return (
    <fieldset className="min-w-0" aria-describedby={error ? `${id}error` : undefined}>
      <legend className={hideLegend ? 'sr-only' : 'mb-2 font-[560]'}>{legend}</legend>
      <div className="border-line border-t">
        {options.map((option) => (
          <Row
            key={option.value}
            option={option}
            name={name}
            id={`${id}${option.value}`}
            checked={option.value === value}
            invalid={Boolean(error)}
            onChange={() => onChange(option.value)}
          />
        ))}
      </div>
      {error ? (
        <p id={`${id}error`} className="mt-1.5 flex items-baseline gap-[.42em] text-[.92rem] text-red">
          <Sign shape="cross" className="size-[.95em] translate-y-[.12em]" />
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

type RowProps<V extends string> = {
  option: ChoiceOption<V>
  name: string
  id: string
  checked: boolean
  invalid: boolean
  onChange: () => void
}

function Row<V extends string>({ option, name, id, checked, invalid, onChange }: RowProps<V>) {
  const { value, title, says, mark, disabled = false } = option
  return (
    <label
      className={`grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-3.5 border-line border-b px-1 py-3.5 sm:px-3 ${
        disabled ? 'text-soft' : 'cursor-pointer hover:bg-wash'
      } has-checked:bg-wash`}
    >
      <input
        type="radio"
        name={name}
        value={value}
        checked={checked}
        disabled={disabled}
        onChange={onChange}
        aria-labelledby={`${id}title`}
        aria-describedby={`${id}says`}
        aria-invalid={invalid ? true : undefined}
        className="tick mt-[.24em]"
      />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span id={`${id}title`} className="block font-serif text-[1.14rem] leading-snug">
          {title}
        </span>
        <span id={`${id}says`} className="block text-[.94rem] text-soft">
          {says}
        </span>
      </span>
      {mark ? <span className="pt-0.5 text-right">{mark}</span> : null}
    </label>
  )
}
