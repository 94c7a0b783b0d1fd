'use client'

import { resetFlag, setFlag } from '@/app/(desk)/ops/actions'
import { AskOnce } from '@/components/settings/ask-once'
import { Trouble } from '@/components/settings/trouble'
import { useForm } from '@/components/settings/use-form'
import { Button } from '@/components/ui/button'
import { Field, Input } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import { useToast } from '@/components/ui/toast'
import { ActButton } from './act-button'
import type { FlagsView } from './types'

type Flag = FlagsView['data'][number]

const WORDS: Record<string, string> = {
  FF_CHALLENGES: 'Challenges at all',
  FF_GATEKEEPER: 'Challenges with proofs of funds',
  FF_FIRE_MODE: 'Challenges with bonds',
  FF_ENFORCED_MODE: 'Challenges with stakes and sealed answers',
  FF_WEBHOOKS: 'Webhooks',
}

/** The switches of the desk, each for everybody or for a part of the organizations. */
export function Flags({ data, actingAs }: FlagsView & { actingAs: string }) {
  return (
    <ul className="border-line border-b">
      {data.map((flag) => (
        <li
          key={flag.name}
          className="grid gap-x-8 gap-y-3 border-line border-t py-4 sm:grid-cols-[minmax(0,1fr)_auto]"
        >
          <div className="min-w-0">
            <p className="font-[560]">{WORDS[flag.name] ?? flag.name}</p>
            <p className="text-[.94rem] text-soft">
              <code className="mono">{flag.name}</code>, {flag.set_here ? 'set here' : 'as the environment has it'}
            </p>
            <p className="mt-1">
              <State flag={flag} />
            </p>
          </div>
          <Controls key={`${flag.enabled} ${flag.percentage} ${flag.set_here}`} flag={flag} actingAs={actingAs} />
        </li>
      ))}
    </ul>
  )
}

function State({ flag: { enabled, percentage } }: { flag: Flag }) {
  if (!enabled || percentage === 0) return <Status look="no">off</Status>
  if (percentage === 100) return <Status look="ok">on for everybody</Status>
  return <Status look="wait">on for {percentage} % of organizations</Status>
}

function Controls({ flag, actingAs }: { flag: Flag; actingAs: string }) {
  const toast = useToast()
  const { name, enabled, set_here } = flag
  const { form, busy, refusal, errorOf } = useForm(setFlag, () => toast({ title: 'The switch is set' }))
  const given = { acting_as: actingAs, name }
  return (
    <div className="flex flex-wrap items-end gap-2 sm:justify-end">
      <form {...form} className="flex flex-wrap items-end gap-2">
        <input type="hidden" name="acting_as" value={actingAs} />
        <input type="hidden" name="name" value={name} />
        <input type="hidden" name="enabled" value="true" />
        <Field label="On for, in %" error={errorOf('percentage')}>
          {(wiring) => (
            <Input
              {...wiring}
              name="percentage"
              type="number"
              min={0}
              max={100}
              step={1}
              defaultValue={enabled ? flag.percentage : 100}
              className="w-[6.5rem]"
            />
          )}
        </Field>
        <Button type="submit" busy={busy} className="min-h-9! px-3! py-1!">
          {enabled ? 'Set' : 'Switch on'}
          <span className="sr-only"> {name}</span>
        </Button>
      </form>
      {enabled ? (
        <AskOnce
          label="Switch off"
          of={name}
          title={`Switch ${WORDS[name] ?? name} off`}
          says="Within two seconds every call to it is answered with E9010, for everybody. What is under way goes on."
          action="Switch it off"
          run={() => setFlag(null, { ...given, enabled: 'false', percentage: '100' })}
          done="It is off"
        />
      ) : null}
      {set_here ? (
        <ActButton
          label="Leave to the environment"
          of={name}
          act={() => resetFlag(given)}
          done="The environment decides again"
        />
      ) : null}
      <Trouble title="Nothing was changed" refusal={refusal} fields={['percentage']} />
    </div>
  )
}
