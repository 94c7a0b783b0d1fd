'use client'

import { useState, useTransition } from 'react'
import { findName } from '@/app/(desk)/challenges/new/actions'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { ChoiceGroup } from '@/components/ui/choice'
import { Checkbox, Input } from '@/components/ui/field'
import { Status } from '@/components/ui/status'
import { useParty } from '@/components/wallet/party'
import { FormField, useForm } from './form-context'
import { LookAlikeWarning } from './look-alike-warning'
import { readCounterparty } from './read-counterparty'
import { type CounterpartyText, counterpartyBy } from './values'

/** Who may be the other side. */
export function CounterpartySection() {
  const { values, change } = useForm()
  const needsName = values.mode === 'ENFORCED'
  const set = (changes: Partial<CounterpartyText>) =>
    change((before) => ({ counterparty: { ...before.counterparty, ...changes } }))
  return (
    <>
      <ChoiceGroup
        legend="Who it is for"
        hideLegend
        name="counterparty"
        value={counterpartyBy(values)}
        onChange={(by) => set({ by })}
        options={[
          {
            value: 'link',
            title: 'Whoever holds the link',
            says: needsName
              ? 'Not in Enforced: who answers late must be somebody you named.'
              : 'You get a link to pass on. The first who opens it and signs is the other side.',
            disabled: needsName,
          },
          {
            value: 'named',
            title: 'One address and nobody else',
            says: 'Only that wallet can sign, whoever else has the link.',
          },
        ]}
      />
      {counterpartyBy(values) === 'named' ? <Named set={set} /> : null}
    </>
  )
}

function Named({ set }: { set: (changes: Partial<CounterpartyText>) => void }) {
  const { values, ens, known } = useForm()
  const { text } = values.counterparty
  const read = readCounterparty(text)
  return (
    <div className="grid gap-4">
      <FormField
        name="counterparty"
        label="Their address"
        hint={`0x and 40 digits, or a DID${ens ? ', or an ENS name like ann.eth' : ''}.`}
      >
        {(wiring) => (
          <Input
            {...wiring}
            className="mono"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            value={text}
            onChange={(event) => set({ text: event.target.value, found: null })}
          />
        )}
      </FormField>
      <Suggestions onChoose={(address) => set({ text: address, found: null })} />
      {read.kind === 'address' && text.trim() !== '' ? (
        <div>
          <p className="text-[.92rem] text-soft">Compare it with what they gave you:</p>
          <p className="mt-1">
            <Address value={read.address} full />
          </p>
        </div>
      ) : null}
      {read.kind === 'address' ? <LookAlikeWarning address={read.address} known={known} /> : null}
      {read.kind === 'name' ? <NameLookup key={read.name} name={read.name} set={set} /> : null}
    </div>
  )
}

/** Others this browser can act as: what somebody who tries both sides would paste. */
function Suggestions({ onChoose }: { onChoose: (address: string) => void }) {
  const { party, others, demo } = useParty()
  const { desk, values } = useForm()
  if (values.counterparty.text.trim() !== '') return null

  const named = [
    ...others.map(({ address, name, demo: wallet }) => ({ address, name: wallet ?? name })),
    ...demo.map(({ address, name }) => ({ address, name })),
  ]
  const offered = named.filter(
    ({ address, name }, i) =>
      name !== null &&
      address !== party?.address &&
      !desk.own.includes(address) &&
      named.findIndex((each) => each.address === address) === i,
  )
  if (offered.length === 0) return null
  return (
    <p className="flex flex-wrap items-center gap-x-1 gap-y-1 text-[.92rem] text-soft">
      To try it yourself:
      {offered.slice(0, 3).map(({ address, name }) => (
        <Button key={address} look="quiet" className="min-h-8 px-2 py-0.5" onClick={() => onChoose(address)}>
          {name}
        </Button>
      ))}
    </p>
  )
}

function NameLookup({ name, set }: { name: string; set: (changes: Partial<CounterpartyText>) => void }) {
  const { values, ens, errors, known } = useForm()
  const [isLooking, look] = useTransition()
  const [refusal, setRefusal] = useState<string | null>(null)
  const { found } = values.counterparty
  if (!ens) {
    return (
      <p className="text-[.92rem]">
        <Status look="none">
          This desk has no connection to Ethereum, so it cannot look up names. Paste the address.
        </Status>
      </p>
    )
  }

  const lookUp = () =>
    look(async () => {
      setRefusal(null)
      const answer = await findName({ name }).catch(() => null)
      if (answer?.ok) set({ found: { name, address: answer.result.address, confirmed: false } })
      else setRefusal(answer?.message ?? 'The desk cannot be reached. What you typed stays here; try again.')
    })

  if (found?.name !== name) {
    return (
      <div className="flex flex-wrap items-center gap-3">
        <Button onClick={lookUp} busy={isLooking}>
          Look up {name}
        </Button>
        <span role="status" className="min-w-0 text-[.92rem]">
          {refusal ? <Status look="no">{refusal}</Status> : null}
        </span>
      </div>
    )
  }
  return (
    <div role="status" className="grid gap-3">
      <p className="text-[.92rem] text-soft [overflow-wrap:anywhere]">
        {name} points to this address now. What you sign names the address, not the name.
      </p>
      <Address value={found.address} full />
      <LookAlikeWarning address={found.address} known={known} />
      <Checkbox
        data-field="confirmed"
        label="I have compared it: this is the one I mean"
        checked={found.confirmed}
        error={errors.confirmed}
        onChange={(event) => set({ found: { ...found, confirmed: event.target.checked } })}
      />
    </div>
  )
}
