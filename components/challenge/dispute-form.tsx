'use client'

import { type FormEvent, useState } from 'react'
import type { HashedFile } from '@/components/case/judge-evidence'
import { NameFiles } from '@/components/case/name-files'
import { ApiProblem, api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import type { ChallengeView } from '@/components/data/types'
import { useDraft } from '@/components/data/use-draft'
import { Amount } from '@/components/ui/amount'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field, TextArea } from '@/components/ui/field'
import { disputeFeeOf } from '@/lib/stake/deal'
import { bondOf, unitOf } from './bond-facts'
import { ChainStep } from './chain-step'
import { useOpenChallenge } from './challenge-context'

/** Says why, then, with bonds, opens the dispute on the chain. */
export default function DisputeForm({ onDone }: { onDone: () => void }) {
  const { challenge, took, tooLate } = useOpenChallenge()
  const draft = useDraft<{ reason: string }>(`dispute:${challenge.id}`, { reason: '' })
  const [prepared, setPrepared] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const [files, setFiles] = useState<HashedFile[]>([])
  const isBonded = bondOf(challenge) !== null
  const readers =
    challenge.resolution.strategy === 'COMMITTEE' ? 'Both of you and the panel read it.' : 'Both of you read it.'

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const reason = draft.value.reason.trim()
    if (reason === '') return setError('Say what is wrong: it is the first thing that is read.')
    setBusy(true)
    try {
      took(
        await api<ChallengeView>('POST', `challenges/${challenge.id}/dispute`, { body: { reason, evidence: files } }),
      )
      setError(null)
      if (isBonded) return setPrepared(true)
      draft.forget()
      onDone()
    } catch (problem) {
      if (await tooLate(problem)) return
      setError(problem instanceof ApiProblem ? problem.detail : 'The desk cannot be reached. Your text stays here.')
    } finally {
      setBusy(false)
    }
  }

  if (prepared) {
    return (
      <div className="grid gap-4">
        <Callout look="ok" title="Written down">
          Now your wallet opens the dispute in the contract. Until it has, nothing is disputed.
        </Callout>
        <ChainStep step="dispute" button="Open the dispute" done="The dispute is open." />
      </div>
    )
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <WhatHappens />
      <Field label="What is wrong" hint={`${readers} It can be erased later.`} error={error}>
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={5}
            maxLength={5_000}
            value={draft.value.reason}
            onChange={(event) => draft.change(() => ({ reason: event.target.value }))}
          />
        )}
      </Field>
      <NameFiles files={files} onChange={setFiles} />
      <Button type="submit" look="next" busy={busy}>
        {isBonded ? 'Write it down' : 'Dispute it'}
      </Button>
    </form>
  )
}

function WhatHappens() {
  const { challenge } = useOpenChallenge()
  const networks = useNetworks()
  const bond = bondOf(challenge)
  const isPanel = challenge.resolution.strategy === 'COMMITTEE'
  return (
    <p>
      {isPanel
        ? 'A panel is drawn from the roster you both signed, and its majority decides. '
        : 'It stops the clock: you two get more time to agree, and without an agreement everything goes back. '}
      {bond ? (
        <>
          It costs{' '}
          <Amount
            units={disputeFeeOf({ creatorBond: BigInt(bond.creator), counterpartyBond: BigInt(bond.counterparty) })}
            {...unitOf(bond, networks)}
          />
          {isPanel ? ', which goes to those who decide, or back to you.' : ', which comes back to you.'}
        </>
      ) : null}
    </p>
  )
}
