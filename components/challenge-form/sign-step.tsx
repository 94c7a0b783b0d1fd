'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { MODE_WORDS } from '@/components/challenge/words'
import { ApiProblem } from '@/components/data/api'
import type { ChallengeView } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { SignRequest } from '@/components/wallet/sign-request'
import { EndingList, useRehearsal } from './rehearsal-panel'
import { sendSigned } from './save-draft'
import { SignedTerms } from './signed-terms'
import { useText } from './use-text'
import { isBonded } from './values'

type Props = {
  challenge: ChallengeView
  onBack: () => void
  /** The desk cannot take it as it is: something in the form must change. */
  onRefused: (error: unknown) => void
  onDone: () => void
}

/** What is about to be signed, read in peace, and the one button that signs it. */
export function SignStep({ challenge, onBack, onRefused, onDone }: Props) {
  const router = useRouter()
  const heading = useRef<HTMLHeadingElement>(null)
  const isSolo = challenge.mode === 'SOLO'
  const isAtOnce = isSolo && challenge.resolution.strategy !== 'ORACLE'
  const text = useText(challenge)
  const rehearsal = useRehearsal(challenge.created_at)

  useEffect(() => {
    window.scrollTo({ top: 0, behavior: 'instant' })
    heading.current?.focus({ preventScroll: true })
  }, [])

  const send = async (signature: string) => {
    try {
      await sendSigned(challenge, signature)
    } catch (error) {
      // A time that has passed meanwhile is for the form to mend.
      if (error instanceof ApiProblem && error.code === 'E3004') return onRefused(error)
      throw error
    }
    onDone()
    router.push(`/challenges/${challenge.id}`)
  }

  return (
    <div>
      <header className="pt-10 pb-8">
        <p className="text-[.86rem] text-soft">{MODE_WORDS[challenge.mode].name} challenge, not signed yet</p>
        <h1
          ref={heading}
          tabIndex={-1}
          className="mt-1 text-[clamp(1.9rem,4.4vw,2.9rem)] outline-none [overflow-wrap:anywhere]"
        >
          {challenge.title}
        </h1>
      </header>
      <div className="grid items-start gap-x-14 gap-y-10 pb-16 lg:grid-cols-[minmax(0,1fr)_376px]">
        <div className="grid min-w-0 gap-10">
          <SignedTerms challenge={challenge} />
          <EndingList rehearsal={rehearsal} />
        </div>
        <aside className="min-w-0 border border-line bg-sheet p-6">
          <p className="text-[.84rem] text-soft">Your turn</p>
          <h2 className="mt-1 mb-3 text-[1.5rem]">{isSolo ? 'Sign it' : 'Sign and send it'}</h2>
          <p className="mb-4 text-[.94rem] text-soft">
            {isSolo
              ? isAtOnce
                ? 'Signing completes it at once, and you get the receipt.'
                : 'Once you have signed, nobody can change it: the figure says how it ends.'
              : 'Signing binds you to these terms until the other side answers. You then get the link to pass on.'}
            {isBonded(challenge.mode) ? ' Nothing is deposited before they have signed too.' : ''}
          </p>
          <p className="mb-4 text-[.94rem] text-soft">
            If you do nothing, it stays a draft that only you see, and is thrown away after 30 days.
          </p>
          {text.error !== null ? (
            <div className="grid gap-3">
              <div role="alert">
                <Callout look="no" title="There is no text to sign yet">
                  {text.error}
                </Callout>
              </div>
              <Button look="next" className="w-full" onClick={text.ask}>
                Ask again
              </Button>
              <Button className="w-full" onClick={onBack}>
                Change something
              </Button>
            </div>
          ) : (
            <SignRequest
              typedData={text.typedData}
              label={isSolo ? 'Sign' : 'Sign and send'}
              onSigned={send}
              onNewText={text.ask}
            >
              <Button className="w-full" onClick={onBack}>
                Change something
              </Button>
            </SignRequest>
          )}
        </aside>
      </div>
    </div>
  )
}
