'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { ChoiceGroup } from '@/components/ui/choice'
import { Confirm } from '@/components/ui/confirm'
import { Dialog } from '@/components/ui/dialog'
import { Field, Input } from '@/components/ui/field'
import { Menu, MenuItem, MenuRule, MenuWords } from '@/components/ui/menu'
import { Status } from '@/components/ui/status'
import { Tabs } from '@/components/ui/tabs'
import { Countdown } from '@/components/ui/time'
import { type Toast, useToast } from '@/components/ui/toast'
import { Tooltip } from '@/components/ui/tooltip'
import { formatAmount, parseAmount } from '@/lib/funds/format-amount'

export function DialogDemo() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open a dialog</Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Name this wallet"
        says="Only you see the name. The address stays what others see."
      >
        <Field label="Name" optional>
          {(wiring) => <Input {...wiring} autoComplete="off" />}
        </Field>
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <Button onClick={() => setOpen(false)}>Not now</Button>
          <Button look="next" onClick={() => setOpen(false)}>
            Save the name
          </Button>
        </div>
      </Dialog>
    </>
  )
}

export function ConfirmDemo() {
  const [open, setOpen] = useState(false)
  const [revoked, setRevoked] = useState(0)
  const revoke = async () => {
    await new Promise((done) => setTimeout(done, 600))
    setRevoked(revoked + 1)
  }
  return (
    <>
      <Button look="danger" onClick={() => setOpen(true)}>
        Revoke the key
      </Button>
      <span role="status" className="text-soft">
        {revoked > 0 ? `Revoked ${revoked === 1 ? 'once' : `${revoked} times`}` : null}
      </span>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title="Revoke “Nightly import”?"
        says="Calls with this key are refused from now on. This cannot be undone."
        action="Revoke it"
        onConfirm={revoke}
      />
    </>
  )
}

export function MenuDemo() {
  const [chosen, setChosen] = useState('')
  return (
    <>
      <Menu trigger={<Button>More to do</Button>} label="More to do">
        <MenuItem onSelect={() => setChosen('Asked for more time')}>Ask for more time</MenuItem>
        <MenuItem onSelect={() => setChosen('Offered a split')}>Offer a split</MenuItem>
        <MenuRule />
        <MenuWords>Elsewhere</MenuWords>
        <MenuItem href="/docs">Read the guides</MenuItem>
        <MenuItem disabled>Dispute it</MenuItem>
      </Menu>
      <Menu trigger="0x7099…79C8" label="Account">
        <MenuItem href="/settings">Settings</MenuItem>
      </Menu>
      <span role="status" className="text-soft">
        {chosen}
      </span>
    </>
  )
}

export function TabsDemo({ name }: { name: string }) {
  const items = [
    { value: 'waiting', label: 'Waiting for me', content: <p>Two challenges wait for your signature.</p> },
    { value: 'open', label: 'Open', content: <p>Seven are open.</p> },
    { value: 'ended', label: 'Ended', content: <p>Forty-one have ended.</p> },
  ]
  return <Tabs label={`Challenges, ${name}`} items={items} />
}

export function TooltipDemo() {
  return (
    <Tooltip says="A block cannot be taken back after this.">
      <Button look="quiet">Finalized</Button>
    </Tooltip>
  )
}

const MODES = [
  {
    value: 'GATEKEEPER',
    title: 'Gatekeeper',
    says: 'See that the other side is real and funded before anything moves.',
  },
  { value: 'SOLO', title: 'Solo', says: 'Put something on record. One wallet, one receipt.' },
  {
    value: 'FIRE',
    title: 'Fire',
    says: 'Both put down a bond. Whoever is shown wrong loses theirs.',
    mark: <Status look="none">coming</Status>,
    disabled: true,
  },
] as const

export function ChoiceDemo({ name }: { name: string }) {
  const [value, setValue] = useState<(typeof MODES)[number]['value']>('GATEKEEPER')
  return <ChoiceGroup legend="Mode" name={name} options={[...MODES]} value={value} onChange={setValue} />
}

export function AmountDemo() {
  const [typed, setTyped] = useState('0.4')
  const parsed = parseAmount(typed, 18)
  const error = 'error' in parsed ? parsed.error : undefined
  const hint = 'units' in parsed ? `Exactly ${formatAmount(parsed.units, 0)} wei` : 'In ETH, such as 0.4'
  return (
    <Field label="They must hold" hint={hint} error={error}>
      {(wiring) => (
        <Input {...wiring} inputMode="decimal" value={typed} onChange={(event) => setTyped(event.target.value)} />
      )}
    </Field>
  )
}

const TOASTS: Toast[] = [
  { title: 'The offer is withdrawn', look: 'ok' },
  { title: 'Sent to the chain', says: 'It counts once its block is final, in about 13 minutes.', look: 'wait' },
  { title: 'The name was not saved', says: 'The desk could not be reached. What you typed is still here.', look: 'no' },
]

export function ToastDemo() {
  const toast = useToast()
  return TOASTS.map((one) => (
    <Button key={one.title} onClick={() => toast(one)}>
      {one.look === 'ok' ? 'It worked' : one.look === 'wait' ? 'It is on its way' : 'It failed'}
    </Button>
  ))
}

export function BusyDemo() {
  const [busy, setBusy] = useState(false)
  const begin = () => {
    setBusy(true)
    setTimeout(() => setBusy(false), 2_500)
  }
  return (
    <Button look="next" busy={busy} onClick={begin}>
      {busy ? 'Being saved' : 'Save'}
    </Button>
  )
}

/** Two deadlines from when the page was asked for. */
export function CountdownDemo({ now }: { now: string }) {
  const after = (ms: number) => new Date(Date.parse(now) + ms)
  return (
    <div className="flex flex-wrap gap-x-10 gap-y-2">
      <p>
        <span className="block text-soft">Ends in</span>
        <span className="font-serif text-[2rem] leading-tight">
          <Countdown until={after(29.95 * 86_400_000)} says="Ends in" now={now} />
        </span>
      </p>
      <p>
        <span className="block text-soft">The link ends in</span>
        <span className="font-serif text-[2rem] leading-tight">
          <Countdown until={after(600_000)} says="The link ends in" now={now} />
        </span>
      </p>
    </div>
  )
}

export function BusyNow() {
  return <Button busy>Being read</Button>
}
