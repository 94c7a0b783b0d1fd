'use client'

import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { Menu, MenuItem, MenuRule, MenuWords } from '@/components/ui/menu'
import { Picture } from '@/components/ui/picture'
import { shorten } from '@/components/ui/shorten'
import { toChecksum } from '@/lib/wallet/checksum'
import { useParty } from './party'
import type { DemoWallet, Party } from './party-type'

/** Of the demo wallets not signed in, these many are one press away; the dialog has all of them. */
const DEMO_AT_HAND = 2

/** Who I am, in the header: and from there the other side, settings, and the way out. */
export function AccountMenu() {
  const { party, others, demo, openConnect, switchTo, signOut } = useParty()
  if (!party) {
    return (
      <Button onClick={() => openConnect()} className="min-h-9! px-3.5! py-1.5!">
        Connect
      </Button>
    )
  }

  return (
    <Menu trigger={<Me party={party} />} label="Account">
      <MenuWords>
        {party.name ?? party.demo ?? 'You are'}
        {party.demo ? ', worth nothing' : null}
      </MenuWords>
      <div className="px-4 pb-2 text-[.92rem]">
        <Address value={party.address} copy={false} />
      </div>
      <MenuRule />
      {others.map((other) => (
        <MenuItem key={other.address} onSelect={() => void switchTo(other.address)}>
          <Who of={other} />
        </MenuItem>
      ))}
      {demoAtHand(demo, party, others).map((wallet) => (
        <MenuItem key={wallet.address} onSelect={() => void switchTo(wallet.address)}>
          <Who of={{ ...wallet, demo: wallet.name, name: null }} />
        </MenuItem>
      ))}
      <MenuItem onSelect={() => openConnect()}>Sign in with another wallet</MenuItem>
      <MenuRule />
      <MenuItem href="/settings">Settings</MenuItem>
      <MenuItem onSelect={() => void signOut()}>Sign out{party.demo ? ` of ${party.demo}` : null}</MenuItem>
    </Menu>
  )
}

function Me({ party }: { party: Party }) {
  const spelled = toChecksum(party.address)
  return (
    <span className="flex items-center gap-2">
      <Picture of={spelled} className="size-[1.5em]" />
      {party.demo ? (
        <span className="text-[.94rem]">{party.demo}</span>
      ) : (
        <span className="mono font-normal">{shorten(spelled, 6, 4)}</span>
      )}
    </span>
  )
}

function Who({ of }: { of: Pick<Party, 'address' | 'demo' | 'name'> }) {
  const spelled = toChecksum(of.address)
  const name = of.name ?? of.demo
  return (
    <span className="flex items-center gap-2">
      <span className="text-soft">Switch to</span>
      <Picture of={spelled} className="size-[1.3em]" />
      {name ? <span>{name}</span> : <span className="mono">{shorten(spelled, 6, 4)}</span>}
    </span>
  )
}

function demoAtHand(demo: DemoWallet[], party: Party, others: Party[]): DemoWallet[] {
  const here = new Set([party.address, ...others.map(({ address }) => address)])
  return demo.slice(0, DEMO_AT_HAND).filter(({ address }) => !here.has(address))
}
