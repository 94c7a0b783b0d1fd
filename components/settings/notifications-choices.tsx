'use client'

import { choose } from '@/app/(desk)/settings/notifications/actions'
import { Button } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { type ChoiceRow, choiceRows, type NotificationsView } from './notifications-view'
import { Trouble } from './trouble'
import { useForm } from './use-form'

type Place = { id: string; name: string; view: NotificationsView }
type Channels = { email: boolean; sms: boolean }

/** What one is told of in one organization, and how. */
export function Choices({ actingAs, place, isOnly }: { actingAs: string; place: Place; isOnly: boolean }) {
  const toast = useToast()
  const { form, busy, refusal } = useForm(choose, () => toast({ title: 'Your choice is saved' }))
  const { first, rest } = choiceRows(place.view)
  const channels = { email: place.view.email !== null, sms: place.view.phone !== null }
  const others = rest.filter(({ email, sms }) => email || sms).length
  return (
    <form {...form} aria-label={`What you are told of: ${place.name}`} className="grid gap-4">
      <input type="hidden" name="acting_as" value={actingAs} />
      <input type="hidden" name="organization" value={place.id} />
      <h2 className="text-[1.5rem] [overflow-wrap:anywhere]">
        {isOnly ? 'What you are told of' : `What you are told of: ${place.name}`}
      </h2>
      <Rows rows={first} channels={channels} />
      <details>
        <summary className="w-fit cursor-pointer py-1">Everything else{others > 0 ? `, ${others} chosen` : ''}</summary>
        <div className="mt-2">
          <Rows rows={rest} channels={channels} />
        </div>
      </details>
      <Trouble title="Not saved" refusal={refusal} />
      <div>
        <Button type="submit" busy={busy}>
          Save
        </Button>
      </div>
    </form>
  )
}

function Rows({ rows, channels }: { rows: readonly ChoiceRow[]; channels: Channels }) {
  return (
    <ul className="border-line border-b">
      {rows.map(({ type, says, email, sms }) => (
        <li
          key={type}
          className="grid gap-x-6 gap-y-1 border-line border-t py-2.5 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center"
        >
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {says} <code className="mono whitespace-nowrap text-[.82rem] text-soft">{type}</code>
          </span>
          <span className="flex gap-x-6">
            {channels.email ? <Tick name="email" type={type} says={says} label="Mail" isOn={email} /> : null}
            {channels.sms ? <Tick name="sms" type={type} says={says} label="Text message" isOn={sms} /> : null}
          </span>
        </li>
      ))}
    </ul>
  )
}

type TickProps = { name: 'email' | 'sms'; type: string; says: string; label: string; isOn: boolean }

function Tick({ name, type, says, label, isOn }: TickProps) {
  return (
    <label className="flex min-h-6 items-center gap-2 text-[.94rem]">
      <input type="checkbox" name={name} value={type} defaultChecked={isOn} className="tick" />
      <span>
        {label}
        <span className="sr-only">: {says}</span>
      </span>
    </label>
  )
}
