'use client'

import { useNetworks } from '@/components/data/networks'
import { Amount } from '@/components/ui/amount'
import type { Party } from '@/lib/challenge/state'
import { bondOf, unitOf } from './bond-facts'
import { useOpenChallenge } from './challenge-context'
import type { Parts } from './next-step'
import { capitalize, sayParty } from './words'

/** What a split credits each of the two, to the unit. */
export function SplitParts({ toCreator, toCounterparty }: Parts) {
  const { challenge } = useOpenChallenge()
  const networks = useNetworks()
  const bond = bondOf(challenge)
  if (!bond) return null
  const unit = unitOf(bond, networks)
  const row = (side: Party, units: string) => (
    <div className="flex flex-wrap justify-between gap-x-4">
      <dt>{capitalize(`to ${sayParty(side, challenge.your_role)}`)}</dt>
      <dd>
        <Amount units={units} {...unit} />
      </dd>
    </div>
  )
  return (
    <dl className="mt-4 grid gap-1 border-line border-y py-3">
      {row('creator', toCreator)}
      {row('counterparty', toCounterparty)}
    </dl>
  )
}
