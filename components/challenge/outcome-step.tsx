'use client'

import { type ReactNode, useState } from 'react'
import { ChoiceGroup } from '@/components/ui/choice'
import type { Outcome, Role } from '@/lib/challenge/state'
import { useOpenChallenge } from './challenge-context'
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
      const loses = isMe ? 'They lose their bond' : isMine ? 'You lose your bond' : 'The other side loses its bond'
      return {
        title: isMe ? 'You win' : isMine ? 'They win' : `The ${winner} wins`,
        says: isBonded
          ? `${loses}: most of it goes to the winner, the rest is burned or pays for the deciding.`
          : 'The receipt says so.',
      }
    }
  }
}

type Props = { action: 'confirm' | 'moderate'; onDone?: () => void; children?: ReactNode }

/** Chooses how it ended, then shows what is signed. */
export default function OutcomeStep({ action, onDone, children }: Props) {
  const { challenge } = useOpenChallenge()
  const [outcome, setOutcome] = useState<Outcome>('FULFILLED')
  const isBonded = challenge.bond !== null
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
      <SignStep
        key={outcome}
        signing={{ action, outcome }}
        button={`Sign: ${sayChoice(outcome, challenge.your_role, isBonded).title.toLowerCase()}`}
        {...(onDone ? { onDone } : {})}
      >
        {children}
      </SignStep>
    </div>
  )
}
