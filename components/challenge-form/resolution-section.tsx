'use client'

import { ChoiceGroup } from '@/components/ui/choice'
import { Input, Select, TextArea } from '@/components/ui/field'
import { FormField, GroupError, useForm } from './form-context'
import { toLocalText } from './local-time'
import { feedsFor } from './read-resolution'
import { isBonded, type ResolutionText, type Strategy, strategiesOf, strategyOf } from './values'

export const STRATEGY_WORDS: Record<Strategy, { name: string; says: string }> = {
  MUTUAL: { name: 'Both of you', says: 'You sign the same outcome. If you never agree, everything goes back.' },
  COMMITTEE: {
    name: 'A panel, if you disagree',
    says: 'Strangers drawn by a lot that anyone can redraw; their majority decides.',
  },
  MODERATOR: { name: 'Somebody you both name', says: 'One wallet whose signed word counts.' },
  ORACLE: { name: 'A published figure', says: 'Its first answer after a time you choose decides, and nobody else.' },
}

const SOLO_WORDS: Partial<Record<Strategy, { name: string; says: string }>> = {
  MUTUAL: { name: 'Your signature', says: 'It is fulfilled as soon as you sign.' },
  ORACLE: { name: 'A published figure', says: 'Its first answer after a time you choose says whether you were right.' },
}

/** Who says how it ended. */
export function ResolutionSection() {
  const { values, change, errors } = useForm()
  const strategy = strategyOf(values)
  const set = (changes: Partial<ResolutionText>) =>
    change((before) => ({ resolution: { ...before.resolution, ...changes } }))
  const words = (each: Strategy) => (values.mode === 'SOLO' ? SOLO_WORDS[each] : undefined) ?? STRATEGY_WORDS[each]

  return (
    <div className="grid gap-5" data-field="resolution.strategy">
      <GroupError name="resolution" />
      <ChoiceGroup
        legend="Who says how it ended"
        name="strategy"
        options={strategiesOf(values.mode).map((each) => ({
          value: each,
          title: words(each).name,
          says: words(each).says,
        }))}
        value={strategy}
        onChange={(next) => set({ strategy: next })}
        error={errors['resolution.strategy']}
      />
      {strategy === 'ORACLE' ? <OracleFields set={set} /> : null}
      {strategy === 'MODERATOR' ? <ModeratorField set={set} /> : null}
      {strategy === 'COMMITTEE' ? <PanelFields set={set} /> : null}
    </div>
  )
}

type Part = { set: (changes: Partial<ResolutionText>) => void }

function OracleFields({ set }: Part) {
  const { values, desk } = useForm()
  const { resolution } = values
  const feeds = feedsFor(values, desk.networks)
  const feed = feeds.find(({ address }) => address === resolution.feed) ?? feeds[0]
  const isSolo = values.mode === 'SOLO'
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <FormField name="resolution.feed" label="Figure" hint="One that this desk reads.">
        {(wiring) => (
          <Select {...wiring} value={feed?.address ?? ''} onChange={(event) => set({ feed: event.target.value })}>
            {feeds.length === 0 ? <option value="">None on this network</option> : null}
            {feeds.map(({ address, description }) => (
              <option key={address} value={address}>
                {description}
              </option>
            ))}
          </Select>
        )}
      </FormField>
      <FormField
        name="resolution.comparator"
        label={`${isSolo ? 'Fulfilled' : 'You win'} if it is`}
        hint={isSolo ? 'Otherwise it ends as no contest.' : 'Otherwise they win.'}
      >
        {(wiring) => (
          <Select
            {...wiring}
            value={resolution.comparator}
            onChange={(event) => set({ comparator: event.target.value === 'lte' ? 'lte' : 'gte' })}
          >
            <option value="gte">at least</option>
            <option value="lte">at most</option>
          </Select>
        )}
      </FormField>
      <FormField
        name="resolution.threshold"
        label="Threshold"
        hint={feed ? `As ${feed.description} is quoted.` : undefined}
      >
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="decimal"
            autoComplete="off"
            className="tabular-nums"
            placeholder="2500"
            value={resolution.threshold}
            onChange={(event) => set({ threshold: event.target.value })}
          />
        )}
      </FormField>
      <FormField name="resolution.notBefore" label="Counts from" hint="The first answer at or after this time decides.">
        {(wiring) => (
          <Input
            {...wiring}
            type="datetime-local"
            min={toLocalText(desk.now, desk.zone)}
            value={resolution.notBefore}
            onChange={(event) => set({ notBefore: event.target.value })}
          />
        )}
      </FormField>
      <FormField
        name="resolution.maxAgeHours"
        label="Waited for, in hours"
        hint={
          isSolo ? 'Later than that it does not count.' : 'Later than that it does not count, and everything goes back.'
        }
      >
        {(wiring) => (
          <Input
            {...wiring}
            inputMode="numeric"
            autoComplete="off"
            value={resolution.maxAgeHours}
            onChange={(event) => set({ maxAgeHours: event.target.value })}
          />
        )}
      </FormField>
    </div>
  )
}

function ModeratorField({ set }: Part) {
  const { values } = useForm()
  return (
    <FormField
      name="resolution.moderator"
      label="Their wallet"
      hint="Neither of you, and not this desk. You both sign this address."
    >
      {(wiring) => (
        <Input
          {...wiring}
          className="mono"
          spellCheck={false}
          autoComplete="off"
          placeholder="0x…"
          value={values.resolution.moderator}
          onChange={(event) => set({ moderator: event.target.value })}
        />
      )}
    </FormField>
  )
}

function PanelFields({ set }: Part) {
  const { values } = useForm()
  const fee = isBonded(values.mode) ? ' Opening a dispute costs a tenth of the larger bond.' : ''
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      <FormField name="resolution.seats" label="Members" hint={`More than half of them decide.${fee}`}>
        {(wiring) => (
          <Select
            {...wiring}
            value={values.resolution.seats}
            onChange={(event) => set({ seats: event.target.value as ResolutionText['seats'] })}
          >
            <option value="3">Three</option>
            <option value="5">Five</option>
            <option value="7">Seven</option>
          </Select>
        )}
      </FormField>
      <FormField
        name="resolution.struck"
        label="Never seat"
        optional
        hint="Addresses from the public roster, one a line. Both of you are left out anyway."
      >
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={2}
            className="mono"
            spellCheck={false}
            value={values.resolution.struck}
            onChange={(event) => set({ struck: event.target.value })}
          />
        )}
      </FormField>
    </div>
  )
}
