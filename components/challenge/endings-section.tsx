'use client'

import { useNetworks } from '@/components/data/networks'
import type { ChallengeView, RehearsalView } from '@/components/data/types'
import { Amount } from '@/components/ui/amount'
import { Time } from '@/components/ui/time'
import { isLocked, type Role } from '@/lib/challenge/state'
import { type EndingLike, groupEndings, nameOfEnding, sayEndingText, sayGroup, sharesOf } from './ending-words'

type Ending = RehearsalView['endings'][number]

/** Every way it can end: who brings it about, by when, who gets what, and what stays. */
export function EndingList({ endings, viewer }: { endings: Ending[]; viewer: Role }) {
  return groupEndings(endings).map(({ title, endings: group }) =>
    title === null ? (
      <Rows key="all" endings={group} viewer={viewer} />
    ) : (
      <details key={title} className="border-line border-t">
        <summary className="w-fit cursor-pointer py-2.5 font-serif text-[1.16rem]">
          {sayGroup({ title, endings: group })}
        </summary>
        <Rows endings={group} viewer={viewer} />
      </details>
    ),
  )
}

function Rows({ endings, viewer }: { endings: Ending[]; viewer: Role }) {
  return (
    <ul>
      {endings.map((ending) => (
        <Row key={ending.status + ending.outcome + ending.text} ending={ending} viewer={viewer} />
      ))}
    </ul>
  )
}

function Row({ ending, viewer }: { ending: Ending; viewer: Role }) {
  const networks = useNetworks()
  const { status, outcome } = nameOfEnding(ending)
  return (
    <li className="grid gap-x-5 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[11.5rem_minmax(0,1fr)]">
      <span className="font-serif text-[1.08rem]">
        {status}
        {outcome ? <span className="text-soft">, {outcome}</span> : null}
      </span>
      <div className="min-w-0 text-[.95rem]">
        <p>
          {sayEndingText(ending, networks)}{' '}
          <span className="text-soft">
            {ending.automatic ? 'By itself on' : 'Until'} <Time at={ending.at} />.{' '}
            {ending.receipt ? 'With a receipt.' : 'Without a receipt.'}
          </span>
        </p>
        <Shares ending={ending} viewer={viewer} />
        <ChainTime ending={ending} />
      </div>
    </li>
  )
}

/** What each is credited in the contract, to the unit. */
export function Shares({ ending, viewer }: { ending: EndingLike; viewer: Role }) {
  const shares = sharesOf(ending, viewer, useNetworks())
  if (shares.length === 0) return null
  return (
    <ul className="mt-1 flex flex-wrap gap-x-5 gap-y-0.5">
      {shares.map(({ to, who, units, unit }) => (
        <li key={to}>
          <span className="text-soft">{who}</span> <Amount units={units} {...unit} />
        </li>
      ))}
    </ul>
  )
}

/** The contract's own clock, for when the desk is gone. */
export function ChainTime({ ending: { chain_at, automatic } }: { ending: EndingLike }) {
  if (!chain_at) return null
  return (
    <p className="mt-0.5 text-[.9rem] text-soft">
      {automatic ? 'Without the desk: anybody, from' : 'In the contract, without the desk: until'}{' '}
      <Time at={chain_at} />.
    </p>
  )
}

/** Pure: without the endings that the way so far has ruled out. Of bonded ones the desk has left those out already. */
export function stillPossible(
  endings: Ending[],
  { status, accepted_at, bond }: Pick<ChallengeView, 'status' | 'accepted_at' | 'bond'>,
): Ending[] {
  if (bond) return endings
  if (isLocked(status)) return endings.filter(({ receipt }) => receipt)
  if (!accepted_at) return endings
  return endings.filter(({ by, text }) => by !== 'creator or counterparty' && !text.startsWith('Nobody accepts'))
}
