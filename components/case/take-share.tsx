'use client'

import { ChainStepOf } from '@/components/challenge/chain-step'
import { Address } from '@/components/ui/address'
import { Button } from '@/components/ui/button'
import { useParty } from '@/components/wallet/party'
import type { CaseView } from './types'

/** What the contract credited to a member whose vote decided; with more votes than it takes, perhaps nothing. */
export default function TakeShare({ dispute: { challenge_id, id, your_seat } }: { dispute: CaseView }) {
  const { party, openConnect } = useParty()
  return (
    <>
      <h3 className="text-[1.16rem]">Your share</h3>
      <p className="mt-1 mb-3 text-[.92rem] text-soft">
        Members whose votes decided share the fee of the dispute and a tenth of a lost bond. It waits in the contract
        for as long as you like.
      </p>
      {party && your_seat && party.address !== your_seat ? (
        <>
          <p className="mb-3">
            It is credited to <Address value={your_seat} />.
          </p>
          <Button onClick={() => openConnect({ address: your_seat })}>Go on with that wallet</Button>
        </>
      ) : (
        <ChainStepOf
          challengeId={challenge_id}
          version={id}
          step="withdraw"
          button="Withdraw"
          done="Nothing of yours is in the contract."
        />
      )}
    </>
  )
}
