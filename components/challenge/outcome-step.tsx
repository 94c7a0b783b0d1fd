'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '@/components/data/api'
import { keys } from '@/components/data/query-keys'
import type { RehearsalView } from '@/components/data/types'
import { ChoiceGroup } from '@/components/ui/choice'
import type { Outcome, Role } from '@/lib/challenge/state'
import { useOpenChallenge } from './challenge-context'
import { Shares } from './endings-section'
import { SignStep } from './sign-step'

const OUTCOMES: readonly Outcome[] = ['FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST']

/** Pure: an outcome and what it does to the bonds, for the one who looks. */
export function sayChoice(outcome: Outcome, role: Role, isBonded: boolean): { title: string; says: string } {
  const back = isBonded ? 'Both get everything back.' : 'Nobody owes anything.'
  switch (outcome) {
    case 'FULFILLED':
      return { title: 'Fulfilled', says: `The deal was kept. ${back}` }
    case 'DRAW':
      return { title: 'A draw', says: `Neither was right. ${back}` }
    case 'NO_CONTEST':
      return { title: 'No contest', says: `It is called off. ${back}` }
    default: {
      const winner = outcome === 'CREATOR_WIN' ? 'creator' : 'counterparty'
      const isMe = role === winner
      const isMine = role === 'creator' || role === 'counterparty'
      const loser = winner === 'creator' ? 'counterparty' : 'creator'
      const loses = isMe ? 'They lose their bond' : isMine ? 'You lose your bond' : `The ${loser} loses its bond`
      return {
        title: isMe ? 'You win' : isMine ? 'They win' : `The ${winner} wins`,
        says: isBonded
          ? `${loses}: most of it goes to ${isMe ? 'you' : 'the winner'}, the rest is burned or goes to the treasury${role === 'stranger' ? ' and the panel' : ''}.`
          : 'The receipt says so.',
      }
    }
  }
}

type Props = { action: 'confirm' | 'moderate'; onDone?: () => void; children?: ReactNode }

/** Chooses how it ended, then shows what each gets and what is signed. Of what moves bonds nothing is chosen beforehand. */
export default function OutcomeStep({ action, onDone, children }: Props) {
  const { challenge } = useOpenChallenge()
  const isBonded = challenge.bond !== null
  const [outcome, setOutcome] = useState<Outcome | null>(isBonded || action === 'moderate' ? null : 'FULFILLED')
  const offered = OUTCOMES.filter(
    (each) => isBonded || action === 'moderate' || ['FULFILLED', 'NO_CONTEST'].includes(each),
  )
  return (
    <div className="grid gap-5">
      <ChoiceGroup
        legend="How did it end?"
        name="outcome"
        options={offered.map((value) => ({ value, ...sayChoice(value, challenge.your_role, isBonded) }))}
        value={outcome}
        onChange={setOutcome}
      />
      {outcome === null ? (
        <>
          <p className="text-[.92rem] text-soft">Choose one, and you see exactly what you would sign.</p>
          {children ? <div className="grid gap-3">{children}</div> : null}
        </>
      ) : (
        <>
          <WhoGetsWhat outcome={outcome} by={action === 'moderate' ? 'the moderator' : 'both parties'} />
          <SignStep
            key={outcome}
            signing={{ action, outcome }}
            button={`Sign: ${sayChoice(outcome, challenge.your_role, isBonded).title.toLowerCase()}`}
            {...(onDone ? { onDone } : {})}
          >
            {children}
          </SignStep>
        </>
      )}
    </div>
  )
}

/** To the unit, by the desk's rehearsal of the same ending. */
function WhoGetsWhat({ outcome, by }: { outcome: Outcome; by: string }) {
  const { challenge } = useOpenChallenge()
  const { data } = useQuery({
    queryKey: keys.challengeRehearsal(challenge.id),
    queryFn: () => api<RehearsalView>('GET', `challenges/${challenge.id}/rehearsal`),
  })
  const ending = data?.endings.find((each) => each.by === by && each.outcome === outcome && !each.split)
  if (!ending || ending.amounts.length === 0) return null
  return (
    <div role="status" className="-mt-2">
      <Shares ending={ending} viewer={challenge.your_role} />
    </div>
  )
}
