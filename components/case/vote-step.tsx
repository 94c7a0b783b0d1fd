'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { OtherWallet } from '@/components/challenge/other-wallet'
import { sayChoice } from '@/components/challenge/outcome-step'
import { sayOutcome } from '@/components/challenge/words'
import { ApiProblem, api } from '@/components/data/api'
import type { TypedData } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { ChoiceGroup } from '@/components/ui/choice'
import { useParty } from '@/components/wallet/party'
import { SignRequest } from '@/components/wallet/sign-request'
import { OUTCOMES, type Outcome } from '@/lib/challenge/state'
import type { CaseView } from './types'

type Props = { dispute: CaseView; settled: boolean; onVoted: () => Promise<unknown> }

/** A seated member chooses an outcome, sees exactly what is signed, and signs it. Nothing is chosen beforehand. */
export default function VoteStep({ dispute, settled, onVoted }: Props) {
  const [outcome, setOutcome] = useState<Outcome | null>(null)
  const isBonded = dispute.challenge.bond !== null
  return (
    <div className="grid gap-5">
      <ChoiceGroup
        legend="How did it end?"
        name="vote"
        options={OUTCOMES.map((value) => ({ value, ...sayChoice(value, 'stranger', isBonded) }))}
        value={outcome}
        onChange={setOutcome}
      />
      {outcome ? (
        <SignVote key={outcome} outcome={outcome} dispute={dispute} settled={settled} onVoted={onVoted} />
      ) : (
        <p className="text-[.92rem] text-soft">Choose one, and you see exactly what you would sign.</p>
      )}
      <p className="text-[.9rem] text-soft">
        Voting costs you no gas.{' '}
        {isBonded ? 'If your vote is one of those that decide, the contract credits you a share.' : ''}
      </p>
    </div>
  )
}

function SignVote({ outcome, dispute, settled, onVoted }: Props & { outcome: Outcome }) {
  const { party } = useParty()
  const { id, challenge_id, round, your_seat } = dispute
  const text = useQuery({
    queryKey: ['vote-to-sign', id, round, outcome, party?.address ?? null],
    queryFn: () =>
      api<{ typed_data: TypedData }>('GET', `challenges/${challenge_id}/intent?action=vote&outcome=${outcome}`),
    // Asked for once: what the wallet shows must not change under the person's eyes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    enabled: party !== null && settled,
  })

  if (party && your_seat && party.address !== your_seat) {
    return <OtherWallet signer={your_seat} title="Another wallet of yours sits on this panel" says="It is" />
  }
  if (text.error) {
    return (
      <div role="alert">
        <Callout look="no" title="There is nothing to sign">
          <p>{text.error instanceof ApiProblem ? text.error.detail : 'The desk cannot be reached. Nothing is lost.'}</p>
          <p className="mt-3">
            <Button onClick={() => void text.refetch()} busy={text.isFetching}>
              Ask for the text again
            </Button>
          </p>
        </Callout>
      </div>
    )
  }

  const submit = async (signature: string) => {
    try {
      await api('POST', `cases/${id}/votes`, { body: { outcome, signature } })
    } finally {
      // Refused or taken, the dispute may stand elsewhere now.
      await onVoted()
    }
  }
  return (
    <SignRequest
      typedData={text.data?.typed_data ?? null}
      label={`Sign: ${sayOutcome(outcome)}`}
      onSigned={submit}
      onNewText={() => void text.refetch()}
    />
  )
}
