'use client'

import { bondOf } from './bond-facts'
import { ChainStep } from './chain-step'
import { useOpenChallenge } from './challenge-context'

/** What the contract owes the viewer after the end. It waits there for as long as they like. */
export function WithdrawPanel() {
  const { challenge } = useOpenChallenge()
  const isParty = challenge.your_role === 'creator' || challenge.your_role === 'counterparty'
  if (!bondOf(challenge) || !isParty || challenge.stakes.length === 0) return null
  return (
    <section aria-labelledby="withdraw" className="mt-6 border-line border-t pt-5">
      <h3 id="withdraw" className="text-[1.16rem]">
        What is yours in the contract
      </h3>
      <div className="mt-3">
        <ChainStep step="withdraw" button="Withdraw" done="Nothing of yours is in the contract any more." />
      </div>
    </section>
  )
}
