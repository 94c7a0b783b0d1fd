'use client'

import { type FormEvent, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { useDraft } from '@/components/data/use-draft'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Field, TextArea } from '@/components/ui/field'
import { answerHash } from './answer-hash'
import { ChainStep } from './chain-step'
import { useOpenChallenge } from './challenge-context'

type Answer = { response: string; salt: string }

/** 32 random bytes: without them a short answer could be guessed from its hash. */
function newSalt(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

/**
 * ENFORCED: what the viewer answers. The desk keeps it sealed; the chain gets its hash only, so neither can be changed
 * after the other has been read.
 */
export default function RespondForm() {
  const { challenge, took, tooLate } = useOpenChallenge()
  const draft = useDraft<Answer>(`response:${challenge.id}`, { response: '', salt: '' })
  const [kept, setKept] = useState<Answer | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const answer = { response: draft.value.response.trim(), salt: draft.value.salt || newSalt() }
    if (answer.response === '') return setError('Say what you have to say.')
    draft.change(() => answer)
    setBusy(true)
    try {
      took(await api<ChallengeView>('POST', `challenges/${challenge.id}/respond`, { body: answer }))
      setKept(answer)
      setError(null)
    } catch (problem) {
      if (await tooLate(problem)) return
      setError(problem instanceof ApiProblem ? problem.detail : 'The desk cannot be reached. Your text stays here.')
    } finally {
      setBusy(false)
    }
  }

  if (kept) {
    return (
      <div className="grid gap-4">
        <Callout look="ok" title="Sealed at the desk">
          Now your wallet puts its hash on the chain, so that nobody can say it came late.
        </Callout>
        <ChainStep
          step="respond"
          with={{ response_hash: hashOf(challenge, kept) }}
          button="Answer"
          done="Your answer is on the chain."
        >
          <Button onClick={() => setKept(null)}>Change what I say</Button>
        </ChainStep>
      </div>
    )
  }
  return (
    <form noValidate onSubmit={submit} className="grid gap-4">
      <Field label="Your answer" hint="Sealed until they have answered too." error={error}>
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={4}
            maxLength={5_000}
            value={draft.value.response}
            onChange={(event) => draft.change((before) => ({ ...before, response: event.target.value }))}
          />
        )}
      </Field>
      <Button type="submit" look="next" className="w-full" busy={busy}>
        Seal it
      </Button>
    </form>
  )
}

function hashOf({ id, your_role }: ChallengeView, { response, salt }: Answer): string {
  return answerHash({ challenge: id, role: your_role === 'creator' ? 'creator' : 'counterparty', response, salt })
}
