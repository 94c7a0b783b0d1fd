'use client'

import { Button } from '@/components/ui/button'
import { Field, Fieldset, Input, TextArea } from '@/components/ui/field'
import {
  type AgentDraft,
  type AgentErrors,
  type CapabilityDraft,
  MOST_CAPABILITIES,
  newCapability,
} from './agent-draft'

type Props = {
  draft: AgentDraft
  errors: AgentErrors
  onChange: (change: (before: AgentDraft) => AgentDraft) => void
}

/** The name, what it can do, and how long it counts. */
export function CapabilityFields({ draft, errors, onChange }: Props) {
  const { name, capabilities, days } = draft
  const setOne = (at: number, change: Partial<CapabilityDraft>) =>
    onChange((before) => ({
      ...before,
      capabilities: before.capabilities.map((one, index) => (index === at ? { ...one, ...change } : one)),
    }))
  return (
    <>
      <Field label="Name" optional hint="What people call it." error={errors.name}>
        {(wiring) => (
          <Input
            {...wiring}
            value={name}
            maxLength={80}
            onChange={({ target }) => onChange((before) => ({ ...before, name: target.value }))}
          />
        )}
      </Field>
      {capabilities.map((one, at) => (
        <Capability
          key={one.key}
          at={at}
          one={one}
          errors={errors}
          onChange={(change) => setOne(at, change)}
          {...(capabilities.length > 1
            ? {
                onRemove: () =>
                  onChange((before) => ({
                    ...before,
                    capabilities: before.capabilities.filter(({ key }) => key !== one.key),
                  })),
              }
            : {})}
        />
      ))}
      {capabilities.length < MOST_CAPABILITIES ? (
        <div>
          <Button
            onClick={() =>
              onChange((before) => ({ ...before, capabilities: [...before.capabilities, newCapability()] }))
            }
          >
            Add something else it can do
          </Button>
        </div>
      ) : null}
      <div className="max-w-[14em]">
        <Field
          label="Days it counts"
          hint="After that it is not found, until registered again."
          error={errors.ttl_seconds}
        >
          {(wiring) => (
            <Input
              {...wiring}
              inputMode="numeric"
              value={days}
              onChange={({ target }) => onChange((before) => ({ ...before, days: target.value }))}
            />
          )}
        </Field>
      </div>
    </>
  )
}

type CapabilityProps = {
  at: number
  one: CapabilityDraft
  errors: AgentErrors
  onChange: (change: Partial<CapabilityDraft>) => void
  onRemove?: () => void
}

function Capability({ at, one, errors, onChange, onRemove }: CapabilityProps) {
  const errorOf = (field: string) => errors[`capabilities.${at}.${field}`]
  return (
    <Fieldset
      legend={at === 0 ? 'What it can do' : `What else it can do (${at + 1})`}
      error={at === 0 ? errors.capabilities : null}
    >
      <Field label="In words" error={errorOf('description')}>
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={2}
            value={one.description}
            onChange={({ target }) => onChange({ description: target.value })}
            placeholder="Translates contracts from German to English"
          />
        )}
      </Field>
      <div className="grid gap-5 sm:grid-cols-[1fr_9em]">
        <Field label="Tags" optional hint="With commas between." error={errorOf('tags')}>
          {(wiring) => (
            <Input
              {...wiring}
              value={one.tags}
              onChange={({ target }) => onChange({ tags: target.value })}
              autoCapitalize="none"
              autoComplete="off"
              spellCheck={false}
              placeholder="legal, german"
            />
          )}
        </Field>
        <Field label="Version" hint="As 1.0.0." error={errorOf('version')}>
          {(wiring) => (
            <Input
              {...wiring}
              className="mono"
              value={one.version}
              onChange={({ target }) => onChange({ version: target.value })}
              autoComplete="off"
              spellCheck={false}
            />
          )}
        </Field>
      </div>
      {onRemove ? (
        <div>
          <Button look="quiet" onClick={onRemove} aria-label={`Take out what it can do, number ${at + 1}`}>
            Take it out
          </Button>
        </div>
      ) : null}
    </Fieldset>
  )
}
