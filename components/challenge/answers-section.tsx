'use client'

import { useEffect, useState } from 'react'
import { Hash } from '@/components/ui/hash'
import { Status } from '@/components/ui/status'
import type { Party } from '@/lib/challenge/state'
import { useOpenChallenge } from './challenge-context'
import { type Answered, sayAnswer } from './say-answer'
import { capitalize, sayParty } from './words'

const SIDES: readonly Party[] = ['creator', 'counterparty']

/** ENFORCED: what each side answered. Sealed until both hashes are on the chain; then the words, checked against them. */
export function AnswersSection() {
  const { challenge } = useOpenChallenge()
  const answers = SIDES.map((side) => ({ side, answer: sayAnswer(challenge, side) }))
  if (challenge.mode !== 'ENFORCED' || answers.every(({ answer }) => answer === null)) return null
  if (challenge.status === 'AWAITING_COUNTERPARTY') return null
  return (
    <section aria-labelledby="answers">
      <h2 id="answers" className="text-[1.5rem]">
        The answers
      </h2>
      <dl className="mt-3 border-line border-b">
        {answers.map(({ side, answer }) => (answer ? <Answer key={side} side={side} answer={answer} /> : null))}
      </dl>
    </section>
  )
}

function Answer({ side, answer }: { side: Party; answer: Answered }) {
  const { challenge } = useOpenChallenge()
  const { look, says, words, hash } = answer
  const same = useSameHash(challenge.id, side, answer)
  return (
    <div className="grid gap-x-5 gap-y-0.5 border-line border-t py-3 sm:grid-cols-[11.5rem_minmax(0,1fr)]">
      <dt className="font-serif text-[1.08rem]">{capitalize(sayParty(side, challenge.your_role))}</dt>
      <dd className="min-w-0">
        <Status look={look}>{says}</Status>
        {words ? <p className="mt-1 whitespace-pre-wrap [overflow-wrap:anywhere]">{words}</p> : null}
        {hash ? (
          <p className="mt-1 text-[.9rem] text-soft">
            on the chain <Hash value={hash} label="hash of the answer" />
          </p>
        ) : null}
        {same === null ? null : (
          <p className="text-[.9rem]">
            <Status look={same ? 'ok' : 'no'}>
              {same ? 'computed here: the hash of these words' : 'these are not the words of that hash'}
            </Status>
          </p>
        )}
      </dd>
    </div>
  )
}

/** Whether the words are those whose hash the chain has; null while there is nothing to compare. */
function useSameHash(challenge: string, role: Party, { words, salt, hash }: Answered): boolean | null {
  const [same, setSame] = useState<boolean | null>(null)
  useEffect(() => {
    let isOver = false
    setSame(null)
    if (words === null || salt === null || hash === null) return
    void import('./answer-hash').then(({ answerHash }) => {
      if (!isOver) setSame(answerHash({ challenge, role, response: words, salt }) === hash)
    })
    return () => {
      isOver = true
    }
  }, [challenge, role, words, salt, hash])
  return same
}
