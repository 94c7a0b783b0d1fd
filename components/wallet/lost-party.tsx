'use client'

import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { shorten } from '@/components/ui/shorten'
import { toChecksum } from '@/lib/wallet/checksum'
import { type HeldParty, listParties } from './parties-call'
import type { DemoWallet } from './party-type'

type Props = {
  lost: string
  demo: DemoWallet[]
  /** As whoever is left; as nobody. */
  onGoOn: (address: string | null) => void
  onSignIn: () => void
}

/** This window's party is signed out of this browser: it does not become another, or nobody, by itself. */
export default function LostParty({ lost, demo, onGoOn, onSignIn }: Props) {
  const left = useLeft(lost)
  const say = (address: string) =>
    demo.find((wallet) => wallet.address === address)?.name ?? shorten(toChecksum(address), 6, 4)
  const now = left ? (left.name ?? say(left.address)) : null
  const before = say(lost)
  const goOn = () => onGoOn(left?.address ?? null)

  return (
    <Dialog
      open
      onOpenChange={(open) => open || goOn()}
      title="You signed out in another window"
      says={`This window was ${before}. ${now ? `This browser is now signed in as ${now}.` : 'Nobody else is signed in to this browser.'}`}
    >
      <div className="flex flex-wrap gap-3">
        <Button look="next" onClick={onSignIn}>
          Sign in as {before} again
        </Button>
        <Button onClick={goOn}>{now ? `Go on as ${now}` : 'Go on signed out'}</Button>
      </div>
    </Dialog>
  )
}

/** Who pages are drawn for now, if that is somebody else. */
function useLeft(lost: string): HeldParty | null {
  const [left, setLeft] = useState<HeldParty | null>(null)
  useEffect(() => {
    let wanted = true
    listParties().then(
      ({ data }) => wanted && setLeft(data.find(({ active, address }) => active && address !== lost) ?? null),
      () => undefined,
    )
    return () => {
      wanted = false
    }
  }, [lost])
  return left
}
