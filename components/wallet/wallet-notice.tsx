'use client'

import { useEffect, useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import { Button } from '@/components/ui/button'
import { shorten } from '@/components/ui/shorten'
import { Sign } from '@/components/ui/sign'
import { toChecksum } from '@/lib/wallet/checksum'
import { onAnnounced, readShown } from './announced'
import { useParty } from './party'
import type { Party } from './party-type'
import { recallWallet } from './wallet-memory'

type Shown = { address: string | null; chainId: number | null }

/** Says when the wallet behind this window has gone to another account, or to a network this desk does not serve. */
export default function WalletNotice({ party }: { party: Party }) {
  const shown = useShown(party.address)
  const { others, switchTo, openConnect } = useParty()
  const served = useNetworks().map(({ chain_id }) => Number(chain_id.split(':')[1]))
  const [closed, setClosed] = useState<string | null>(null)

  const key = JSON.stringify(shown)
  if (!shown?.address || closed === key) return null
  const close = () => setClosed(key)

  if (shown.address !== party.address) {
    const held = others.some(({ address }) => address === shown.address)
    const go = () => (held ? void switchTo(shown.address ?? '') : openConnect({ address: shown.address ?? '' }))
    return (
      <Bar onClose={close} action={`${held ? 'Switch to' : 'Sign in as'} ${say(shown.address)}`} onAction={go}>
        Your wallet now shows {say(shown.address)}; you are signed in as {say(party.address)}.
      </Bar>
    )
  }
  if (shown.chainId !== null && !served.includes(shown.chainId)) {
    return (
      <Bar onClose={close}>
        Your wallet is on a network this desk does not serve. When you sign, it will ask whether it may switch.
      </Bar>
    )
  }
  return null
}

type BarProps = { children: React.ReactNode; action?: string; onAction?: () => void; onClose: () => void }

function Bar({ children, action, onAction, onClose }: BarProps) {
  return (
    <div role="status" className="border-line border-b bg-wash print:hidden">
      <div className="wrap flex flex-wrap items-center gap-x-4 gap-y-1.5 py-2.5">
        <p className="mr-auto flex min-w-0 items-baseline gap-2">
          <span className="text-amber">
            <Sign shape="warning" className="size-[.95em] translate-y-[.12em]" />
          </span>
          <span className="min-w-0">{children}</span>
        </p>
        {action ? (
          <Button className="min-h-9! py-1.5!" onClick={onAction}>
            {action}
          </Button>
        ) : null}
        <button
          type="button"
          aria-label="Close this notice"
          onClick={onClose}
          className="grid size-9 place-items-center rounded-[3px] text-soft hover:bg-line hover:text-ink"
        >
          <Sign shape="cross" />
        </button>
      </div>
    </div>
  )
}

/** What the wallet this party signed in with shows now; null for one that was not installed here. */
function useShown(address: string): Shown | null {
  const [shown, setShown] = useState<Shown | null>(null)

  useEffect(() => {
    setShown(null)
    const rdns = recallWallet(address)
    if (rdns === null) return
    let stop: (() => void) | undefined
    let over = false

    const forget = onAnnounced(rdns, (provider) => {
      const look = () => void readShown(provider).then((now) => over || setShown(now))
      look()
      provider.on?.('accountsChanged', look)
      provider.on?.('chainChanged', look)
      stop = () => {
        provider.removeListener?.('accountsChanged', look)
        provider.removeListener?.('chainChanged', look)
      }
    })
    return () => {
      over = true
      forget()
      stop?.()
    }
  }, [address])

  return shown
}

const say = (address: string) => shorten(toChecksum(address), 6, 4)
