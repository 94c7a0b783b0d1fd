'use client'

import { createContext, type ReactNode, useContext } from 'react'
import { Field, type Wiring } from '@/components/ui/field'
import type { KnownParty } from './look-alike'
import type { Desk } from './to-body'
import type { Errors, FormValues } from './values'

type Form = {
  values: FormValues
  /** Lays changes over what was typed. */
  change: (changes: Partial<FormValues> | ((before: FormValues) => Partial<FormValues>)) => void
  /** Those to be seen now. */
  errors: Errors
  desk: Desk
  /** Addresses this person has reason to know. */
  known: readonly KnownParty[]
  /** Whether the desk can look up ENS names. */
  ens: boolean
}

const Context = createContext<Form | null>(null)

export const FormProvider = Context

export function useForm(): Form {
  const form = useContext(Context)
  if (!form) throw new Error('useForm outside of the form')
  return form
}

/** What a control of the form carries: its wiring, and the name its errors are found by. */
export type NamedWiring = Wiring & { 'data-field': string }

type Props = {
  name: string
  label: ReactNode
  hint?: ReactNode
  warning?: ReactNode
  optional?: boolean
  children: (wiring: NamedWiring) => ReactNode
}

/** A field of the form: its error stands beside it, and focus finds it by its name. */
export function FormField({ name, children, ...props }: Props) {
  const { errors } = useForm()
  return (
    <Field {...props} error={errors[name]}>
      {(wiring) => children({ ...wiring, 'data-field': name })}
    </Field>
  )
}

/** An error of several fields together, where none of them can carry it. Focus goes to it. */
export function GroupError({ name }: { name: string }) {
  const { errors } = useForm()
  if (!errors[name]) return null
  return (
    <p data-field={name} tabIndex={-1} className="text-[.92rem] text-red">
      {errors[name]}
    </p>
  )
}
