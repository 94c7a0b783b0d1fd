'use client'

import { ChainStep } from './chain-step'

/** What the contract owes the viewer after the end. It waits there for as long as they like. */
export function WithdrawPanel() {
  return (
    <section aria-labelledby="withdraw" className="mt-5">
      <h3 id="withdraw" className="text-[1.16rem]">
        What is yours in the contract
      </h3>
      <div className="mt-3">
        <ChainStep step="withdraw" button="Withdraw" done="Nothing of yours is in the contract any more." />
      </div>
    </section>
  )
}
