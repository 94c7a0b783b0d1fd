'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { shorten } from '@/components/ui/shorten'
import { toChecksum } from '@/lib/wallet/checksum'
import type { Party } from './party-type'

type Props = { lost: string; party: Party | null; onGoOn: () => void; onSignIn: () => void }

/** This window's party is signed out of this browser, and somebody else is left: nobody becomes another by accident. */
export default function LostParty({ lost, party, onGoOn, onSignIn }: Props) {
  const before = say(lost)
  const now = party && party.address !== lost ? (party.demo ?? party.name ?? say(party.address)) : null
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onGoOn()}
      title="You signed out in another window"
      says={`This window was ${before}. ${now ? `This browser is now signed in as ${now}.` : 'Nobody is signed in to this browser now.'}`}
    >
      <div className="flex flex-wrap gap-3">
        <Button look="next" onClick={onSignIn}>
          Sign in as {before} again
        </Button>
        <Button onClick={onGoOn}>{now ? `Go on as ${now}` : 'Go on signed out'}</Button>
      </div>
    </Dialog>
  )
}

const say = (address: string) => shorten(toChecksum(address), 6, 4)
