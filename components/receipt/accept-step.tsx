'use client'

import { useState } from 'react'
import { ChoiceGroup } from '@/components/ui/choice'
import { SignStatement } from './sign-statement'
import type { AttestedView } from './types'

type Props = { receiptId: string; settled: boolean; onSigned: (answer: AttestedView | null) => Promise<unknown> }

const CHOICES = [
  {
    value: 'ACCEPTED',
    title: 'You took the result',
    says: 'It moves the provider’s quality and reliability up once the committee has decided.',
  },
  {
    value: 'REJECTED',
    title: 'You did not take it',
    says: 'It moves them down. The committee judges the work all the same.',
  },
] as const

/** The client says whether it took the result. Nothing is chosen beforehand. */
export default function AcceptStep({ receiptId, settled, onSigned }: Props) {
  const [choice, setChoice] = useState<'ACCEPTED' | 'REJECTED' | null>(null)
  return (
    <div className="grid gap-5">
      <ChoiceGroup
        legend="Did you take the result?"
        name="outcome"
        options={[...CHOICES]}
        value={choice}
        onChange={setChoice}
      />
      {choice ? (
        <SignStatement
          key={choice}
          receiptId={receiptId}
          statement={{ type: choice }}
          label={choice === 'ACCEPTED' ? 'Sign: accepted' : 'Sign: rejected'}
          settled={settled}
          onSigned={onSigned}
        />
      ) : (
        <p className="text-[.92rem] text-soft">Choose one, and you see exactly what you would sign.</p>
      )}
    </div>
  )
}
