'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import type { ChallengeView, TypedData } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useParty } from '@/components/wallet/party'
import { SignRequest } from '@/components/wallet/sign-request'
import { intentPath, pauseSeconds, refusalOf, sayLater, signedCall, signerOf } from './act'
import { useOpenChallenge } from './challenge-context'
import type { Signing } from './next-step'
import { OtherWallet } from './other-wallet'

type Props = { signing: Signing; button: string; onDone?: (after: ChallengeView) => void; children?: ReactNode }

/** One thing to sign: its text from the desk, shown as the wallet shows it, and what becomes of the signature. */
export function SignStep({ signing, button, onDone, children }: Props) {
  const { challenge, by } = useOpenChallenge()
  const { action, outcome, until } = signing
  const ask = { action, outcome, until, revision: challenge.revision, status: challenge.status }
  return (
    <SignText
      label={button}
      name={JSON.stringify(ask)}
      read={() => api('GET', intentPath(challenge.id, signing, by))}
      send={(signature) => {
        const { path, body } = signedCall(challenge.id, signing, by, signature)
        return api<ChallengeView>('POST', path, { body })
      }}
      {...(onDone ? { onDone } : {})}
    >
      {children}
    </SignText>
  )
}

type TextProps = {
  label: string
  /** Tells one text from another: while it stays, the text on the page stays. */
  name: string
  read: () => Promise<{ typed_data: TypedData }>
  send: (signature: string) => Promise<ChallengeView>
  onDone?: (after: ChallengeView) => void
  /** A refusal that belongs beside a field of the form above. True: shown there. */
  onRefused?: (error: ApiProblem) => boolean
  children?: ReactNode
}

export function SignText({ label, name, read, send, onDone, onRefused, children }: TextProps) {
  const { challenge, settled, took, tooLate } = useOpenChallenge()
  const { party } = useParty()
  const client = useQueryClient()
  const { waiting, keepTrying } = useKeepTrying()
  const queryKey = ['text-to-sign', challenge.id, party?.address ?? null, name]
  // Asked for once: what the wallet shows must not change under the person's eyes.
  const text = useQuery({
    queryKey,
    queryFn: read,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled: party !== null && settled,
  })

  const problem = text.error
  useEffect(() => {
    if (!problem) return
    if (problem instanceof ApiProblem && onRefused?.(problem)) return
    void tooLate(problem)
  }, [problem, onRefused, tooLate])

  const signer = signerOf(challenge)
  if (!party) return <SignIn>{children}</SignIn>
  if (signer && signer !== party.address)
    return (
      <OtherWallet signer={signer} title="Another wallet of yours signs this">
        {children}
      </OtherWallet>
    )
  if (problem && refusalOf(problem) !== 'moved-on') {
    return (
      <NoText error={problem} onAgain={() => void text.refetch()} busy={text.isFetching}>
        {children}
      </NoText>
    )
  }

  const submit = async (signature: string) => {
    try {
      const after = await keepTrying(() => send(signature))
      took(after)
      onDone?.(after)
    } catch (error) {
      if (await tooLate(error)) return
      if (error instanceof ApiProblem && onRefused?.(error)) return
      // The text is of no use any more: the next press signs a fresh one.
      if (error instanceof ApiProblem && ['E1005', 'E3004'].includes(error.code)) {
        void client.invalidateQueries({ queryKey })
      }
      throw error
    }
  }
  return (
    <>
      <SignRequest
        typedData={text.data?.typed_data ?? null}
        label={label}
        onSigned={submit}
        busy={waiting !== null}
        onNewText={() => void text.refetch()}
      >
        {children}
      </SignRequest>
      <div role="status" aria-live="polite">
        {waiting ? (
          <div className="mt-4">
            <Callout look="wait" title="Signed, not yet taken">
              {waiting} Your signature is kept here and sent again by itself; you need not sign again.
            </Callout>
          </div>
        ) : null}
      </div>
    </>
  )
}

/** How often what was signed is sent again before the person is asked. */
const MAX_TRIES = 30

/** Sends again, by itself, what could not be taken just now. Stops when the page is left. */
function useKeepTrying() {
  const [waiting, setWaiting] = useState<string | null>(null)
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])

  const keepTrying = async (send: () => Promise<ChallengeView>): Promise<ChallengeView> => {
    for (let tries = 0; ; tries++) {
      try {
        const answer = await send()
        setWaiting(null)
        return answer
      } catch (error) {
        if (refusalOf(error) !== 'later' || tries >= MAX_TRIES || !here.current) {
          setWaiting(null)
          throw error
        }
        setWaiting(sayLater(error))
        const after = error instanceof ApiProblem ? error.retryAfterSeconds : null
        await new Promise((resume) => setTimeout(resume, pauseSeconds(tries, after) * 1_000))
        if (!here.current) throw error
      }
    }
  }
  return { waiting, keepTrying }
}

/** The session ended while the page was open. */
function SignIn({ children }: { children: ReactNode }) {
  const { openConnect } = useParty()
  return (
    <div className="grid gap-3">
      <Button look="next" className="w-full" onClick={() => openConnect()}>
        Connect a wallet to sign
      </Button>
      {children}
    </div>
  )
}

type NoTextProps = { error: Error; onAgain: () => void; busy: boolean; children: ReactNode }

function NoText({ error, onAgain, busy, children }: NoTextProps) {
  const says = error instanceof ApiProblem ? error.detail : `${sayLater(error)} Nothing you did is lost.`
  return (
    <div role="alert">
      <Callout look="no" title="There is nothing to sign yet">
        <p>{says}</p>
        <p className="mt-3">
          <Button onClick={onAgain} busy={busy}>
            Ask for the text again
          </Button>
        </p>
      </Callout>
      <div className="mt-4 grid gap-3">{children}</div>
    </div>
  )
}
