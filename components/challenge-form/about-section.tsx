'use client'

import { Input, TextArea } from '@/components/ui/field'
import { FormField, useForm } from './form-context'

/** What both will read first. */
export function AboutSection() {
  const { values, change } = useForm()
  const isSolo = values.mode === 'SOLO'
  return (
    <>
      <FormField
        name="title"
        label="Title"
        hint={isSolo ? 'What you put on record, in a line.' : 'What it is about, in a line. Wallets show it first.'}
      >
        {(wiring) => (
          <Input
            {...wiring}
            value={values.title}
            maxLength={120}
            required
            autoComplete="off"
            onChange={(event) => change({ title: event.target.value })}
          />
        )}
      </FormField>
      <FormField
        name="description"
        label="In your words"
        optional
        hint={
          isSolo ? 'Whatever a reader should know.' : 'What is exchanged, where, in which state. Both sign this text.'
        }
      >
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={3}
            value={values.description}
            maxLength={5_000}
            onChange={(event) => change({ description: event.target.value })}
          />
        )}
      </FormField>
    </>
  )
}
