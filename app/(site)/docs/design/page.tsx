import type { Metadata } from 'next'
import { Address } from '@/components/ui/address'
import { Amount } from '@/components/ui/amount'
import { Button, pressable } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { Empty } from '@/components/ui/empty'
import { Facts } from '@/components/ui/facts'
import { Checkbox, Field, Fieldset, Input, Select, TextArea } from '@/components/ui/field'
import { Hash } from '@/components/ui/hash'
import { Progress } from '@/components/ui/progress'
import { Status } from '@/components/ui/status'
import { Table, Td, Th } from '@/components/ui/table'
import { Time } from '@/components/ui/time'
import { ToastProvider } from '@/components/ui/toast'
import { Waiting } from '@/components/ui/waiting'
import { currentTime } from '@/lib/clock'
import {
  AmountDemo,
  BusyDemo,
  BusyNow,
  ChoiceDemo,
  ConfirmDemo,
  CountdownDemo,
  DialogDemo,
  MenuDemo,
  TabsDemo,
  ToastDemo,
  TooltipDemo,
} from './demos'
import { Pair, Row, type Theme } from './pair'
import { Pictures, Rosettes, Seals } from './seals'
import { Tokens } from './tokens'

export const metadata: Metadata = { title: 'Design' }

const CREATOR = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const COUNTERPARTY = 'did:pkh:eip155:31337:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
const HASH = '0xaf98305a1be5cbf2b1bfa47c2c0a5fe0e2a58b5e0bb1fd4c9d3e0b34d21989a5'

/** Every part that pages are made of, in every state, on light and on dark paper. */
export default function DesignPage() {
  const now = currentTime()
  return (
    <ToastProvider>
      <div className="pb-10">
        <h1 className="pt-12 text-[clamp(1.9rem,4.4vw,2.9rem)]">Paper, ink, one seal</h1>
        <p className="mt-3 max-w-[36em] font-serif text-[1.16rem] leading-relaxed">
          Every part that the pages are made of, in each of its states. A page has one red button, and it is the next
          thing to do. A state is a sign and a word before it is a color.
        </p>
        <Pair title="Color">{() => <Tokens />}</Pair>
        <Pair title="Type">{() => <TypeSheet />}</Pair>
        <Pair
          title="The seal"
          says="Two half rings, one for each party: hollow until that party signs, apart in a draft, whole when locked, filled when completed."
        >
          {() => <Seals />}
        </Pair>
        <Pair
          title="Rosettes"
          says="A receipt’s ornament is drawn from its hash alone. The first two hashes are of words that differ in one letter."
        >
          {() => <Rosettes />}
        </Pair>
        <Pair
          title="Little pictures"
          says="One for each address, the same everywhere. The first six addresses begin and end with the same characters."
        >
          {() => <Pictures />}
        </Pair>
        <Pair title="To press">{() => <Buttons />}</Pair>
        <Pair title="To fill in">{() => <Fields />}</Pair>
        <Pair title="To choose">{(theme) => <ChoiceDemo name={`mode-${theme}`} />}</Pair>
        <Pair
          title="Over the page"
          says="Menus and tooltips belong to where they open; dialogs and toasts lie over the whole page, in the theme of the system."
        >
          {() => <Overlays />}
        </Pair>
        <Pair title="Several views">{(theme) => <TabsDemo name={theme} />}</Pair>
        <Pair title="States">{() => <States />}</Pair>
        <Pair title="Exact things">{() => <Exact now={now} />}</Pair>
        <Pair title="Lists">{(theme) => <Lists theme={theme} />}</Pair>
        <Pair title="Waiting, and nothing yet">{() => <Nothing />}</Pair>
      </div>
    </ToastProvider>
  )
}

function TypeSheet() {
  return (
    <div className="grid gap-4">
      <p className="font-serif text-[clamp(1.9rem,4.4vw,2.9rem)] leading-[1.14] tracking-[-.012em]">Bike for 0.4 ETH</p>
      <p className="font-serif text-[1.6rem] leading-tight">Say how it ended</p>
      <p className="font-serif text-[1.13rem] leading-[1.62]">
        Blue road bike, 54 cm, with lights. Handed over in person; the price is paid on the spot.
      </p>
      <p>The interface speaks in a quiet sans, at a size that reads without effort.</p>
      <p className="text-[.88rem] text-soft">What explains is smaller and softer, and still reads.</p>
      <p className="mono">0xaf98305a…d21989a5 21 904 118</p>
      <p>
        A <a href="#main">link within a sentence</a> is underlined.
      </p>
    </div>
  )
}

function Buttons() {
  return (
    <>
      <Row says="The one next thing">
        <Button look="next">Sign: fulfilled</Button>
        <BusyDemo />
        <Button look="next" disabled>
          Not possible now
        </Button>
      </Row>
      <Row says="Other things">
        <Button>It went otherwise</Button>
        <BusyNow />
        <Button disabled>Not possible now</Button>
        <a href="#main" className={pressable('plain')}>
          A link among buttons
        </a>
      </Row>
      <Row says="Quiet, and for good">
        <Button look="quiet">Show the rest</Button>
        <Button look="danger">Cancel the challenge</Button>
        <CopyButton text={HASH} label="Copy the link" />
      </Row>
    </>
  )
}

function Fields() {
  return (
    <div className="grid gap-6">
      <Field label="Title" hint="Both of you see it, and it stands on the receipt.">
        {(wiring) => <Input {...wiring} name="title" placeholder="Bike for 0.4 ETH" />}
      </Field>
      <Field label="Counterparty" error="The checksum of this address is wrong. Copy it again from where you got it.">
        {(wiring) => (
          <Input {...wiring} name="counterparty" className="mono" defaultValue={`${CREATOR.slice(0, -1)}9`} />
        )}
      </Field>
      <Field
        label="Send it to"
        warning="This looks like 0x7099…79C8, which you know, and is another address."
        hint="An address or an ENS name"
      >
        {(wiring) => <Input {...wiring} name="to" className="mono" defaultValue={CREATOR.replace('7970', 'a1b0')} />}
      </Field>
      <AmountDemo />
      <Field label="Terms" optional>
        {(wiring) => <TextArea {...wiring} name="terms" defaultValue="Blue road bike, 54 cm, with lights." />}
      </Field>
      <Field label="Network">
        {(wiring) => (
          <Select {...wiring} name="network">
            <option>Local chain</option>
            <option>Sepolia</option>
          </Select>
        )}
      </Field>
      <Field label="Mode">{(wiring) => <Input {...wiring} disabled defaultValue="Gatekeeper" />}</Field>
      <Fieldset legend="What you hear about" hint="Kept with your profile.">
        <Checkbox label="Something waits for me" defaultChecked />
        <Checkbox label="A challenge of mine ended" hint="Once, when its receipt is final." />
        <Checkbox label="I have read the terms" error="Tick this to go on." />
        <Checkbox label="By post" disabled />
      </Fieldset>
    </div>
  )
}

function Overlays() {
  return (
    <>
      <Row says="Dialog and confirmation">
        <DialogDemo />
        <ConfirmDemo />
      </Row>
      <Row says="Menus and tooltip">
        <MenuDemo />
        <TooltipDemo />
      </Row>
      <Row says="Toasts">
        <ToastDemo />
      </Row>
    </>
  )
}

function States() {
  return (
    <div className="grid gap-7">
      <Row says="Status">
        <span className="flex flex-wrap gap-x-6 gap-y-1.5">
          <Status look="ok">proven</Status>
          <Status look="wait">yours to sign</Status>
          <Status look="no">too little</Status>
          <Status look="none">none asked</Status>
        </span>
      </Row>
      <Callout look="ok" title="Safe to go on">
        Both proofs are 4 minutes old, and no other challenge leans on the same funds.
      </Callout>
      <Callout look="wait" title="Wait for the block">
        The counterparty’s funds were read 14 minutes ago.
      </Callout>
      <Callout look="no" title="Stop">
        The wallet that signed is not the one you named.
      </Callout>
      <Callout look="none" title="What this does not prove">
        That the bike was handed over.
      </Callout>
      <Progress done={17} total={40} label="Attestations checked" />
      <Progress done={40} total={40} label="Rows read" />
    </div>
  )
}

function Exact({ now }: { now: Date }) {
  const at = new Date('2026-12-31T12:00:00Z')
  return (
    <div className="grid gap-7">
      <Facts
        rows={[
          ['Creator', <Address key="a" value={CREATOR} />],
          ['Counterparty', <Address key="a" value={COUNTERPARTY} />],
          ['In full', <Address key="a" value={CREATOR} full copy={false} />],
          ['Final commitment', <Hash key="a" value={HASH} label="final commitment" />],
          ['Document', <Hash key="a" value={HASH} copy={false} />],
          ['Price', <Amount key="a" units="400000000000000000" decimals={18} symbol="ETH" />],
          ['Dust', <Amount key="a" units={123456789012345678n} decimals={18} symbol="ETH" />],
          ['Ends', <Time key="a" at={at} />],
          ['Signed', <Time key="a" at={at} withDate={false} />],
        ]}
      />
      <CountdownDemo now={now.toISOString()} />
    </div>
  )
}

const ENTRIES = [
  ['1 Dec 12:01', 'You signed and sent it', '4c1e…'],
  ['1 Dec 13:00', 'The counterparty signed and accepted', '9b07…'],
  ['1 Dec 13:00', 'Both wallets and all funds passed at block 21 904 118', 'd2f0…'],
] as const

function Lists({ theme }: { theme: Theme }) {
  return (
    <Table label={`Log, ${theme}`}>
      <thead>
        <tr>
          <Th>When</Th>
          <Th>What</Th>
          <Th>Entry</Th>
        </tr>
      </thead>
      <tbody>
        {ENTRIES.map(([when, what, hash]) => (
          <tr key={hash}>
            <Td className="mono whitespace-nowrap text-soft">{when}</Td>
            <Td>{what}</Td>
            <Td className="mono whitespace-nowrap text-soft">{hash}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function Nothing() {
  return (
    <div className="grid gap-6">
      <Waiting says="Reading the chain" />
      <Empty
        title="No receipts yet"
        action={
          <a href="/challenges/new" className={pressable('plain')}>
            Start a challenge
          </a>
        }
      >
        A receipt is made when both of you have signed how it ended. Start a challenge, or accept one you were sent.
      </Empty>
    </div>
  )
}
