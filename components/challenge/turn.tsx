'use client'

import Link from 'next/link'
import { lazy, type ReactNode, Suspense } from 'react'
import { Button, pressable } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Countdown, Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import { mayWithdraw } from './bond-facts'
import { useOpenChallenge } from './challenge-context'
import { sayChainEnd, sayDefault, sayEnd } from './if-nothing'
import { InviteLink } from './invite-link'
import { otherMoves } from './more-moves'
import { nextStep, type Step, turnLabel } from './next-step'
import { OtherMoves } from './other-moves'
import { ReceiptCard } from './receipt-card'
import { SignStep } from './sign-step'
import { SplitParts } from './split-parts'
import { WhatChanged } from './what-changed'
import { capitalize } from './words'

// Only challenges with bonds need these.
const ChainStep = lazy(() => import('./chain-step').then((module) => ({ default: module.ChainStep })))
const OutcomeStep = lazy(() => import('./outcome-step'))
const RespondForm = lazy(() => import('./respond-form'))
const WithdrawPanel = lazy(() => import('./withdraw-panel').then((module) => ({ default: module.WithdrawPanel })))

/** What is asked of the viewer now, what happens if they do nothing, and the one button that does it; `before` it, what helps to decide. */
export function Turn({ before }: { before?: ReactNode }) {
  const { challenge, now } = useOpenChallenge()
  const step = nextStep(challenge, now)
  const others = otherMoves(challenge, step, now)
  const hasCredit = mayWithdraw(challenge)
  return (
    <section aria-labelledby="turn" className="border border-line bg-sheet px-5 py-5 sm:px-6 sm:py-6">
      <p className="text-[.86rem] text-soft">{turnLabel(step)}</p>
      <h2 id="turn" className="mt-1.5 text-[1.5rem]">
        {step.title}
      </h2>
      <p className="mt-2 text-soft [overflow-wrap:anywhere]">{step.says}</p>
      {step.kind === 'sign' && step.until ? (
        <p className="mt-1">
          <Time at={step.until} />
        </p>
      ) : null}
      <LateNotice />
      <WhatChanged />
      <TimeLeft step={step} />
      {step.kind === 'sign' && step.parts ? <SplitParts {...step.parts} /> : null}
      {before}
      <Suspense fallback={<Waiting says="One moment" />}>
        {hasCredit ? <WithdrawPanel /> : null}
        <Doing step={step} quiet={hasCredit}>
          {others.length > 0 ? <OtherMoves moves={others} /> : null}
        </Doing>
      </Suspense>
    </section>
  )
}

type DoingProps = { step: Step; quiet: boolean; children: ReactNode }

function Doing({ step, quiet, children }: DoingProps) {
  switch (step.kind) {
    case 'sign':
      return (
        <div className="mt-5">
          <SignStep key={step.action + step.outcome + step.until} signing={step} button={step.button}>
            {children}
          </SignStep>
        </div>
      )
    case 'invite':
      return (
        <>
          <InviteLink />
          <div className="mt-3 grid gap-3">{children}</div>
        </>
      )
    case 'chain':
      return (
        <div className="mt-5">
          <ChainStep key={step.step} step={step.step} button={step.button} done="It is in the contract.">
            {children}
          </ChainStep>
        </div>
      )
    case 'respond':
      return (
        <div className="mt-5 grid gap-3">
          <RespondForm />
          {children}
        </div>
      )
    case 'outcome':
      return (
        <div className="mt-5">
          <OutcomeStep action={step.action}>{children}</OutcomeStep>
        </div>
      )
    case 'receipt':
      return <ReceiptCard id={step.receiptId} quiet={quiet} />
    case 'over':
      return (
        <p className="mt-5">
          <Link href="/challenges/new" className={`${pressable()} w-full`}>
            Start another challenge
          </Link>
        </p>
      )
    case 'watch':
      return <ComeIn />
    default:
      return <div className="mt-5 grid gap-3">{children}</div>
  }
}

/** The end of the present status, and what it brings. */
function TimeLeft({ step }: { step: Step }) {
  const { challenge, now } = useOpenChallenge()
  const { deadline } = challenge
  const chainEnd = sayChainEnd(challenge)
  if (!deadline) return null
  if (new Date(deadline.at) <= now) return chainEnd ? <ChainTimeLeft until={chainEnd.at} /> : null

  const asked = turnLabel(step) === 'Your turn'
  return (
    <div className="mt-4">
      <p className="text-soft">{sayEnd(challenge)}</p>
      <p className="font-serif text-[2rem] leading-tight">
        <Countdown key={deadline.at} until={deadline.at} says={sayEnd(challenge)} now={now} />
      </p>
      <p className="text-[.92rem] text-soft">
        <Time at={deadline.at} />
      </p>
      <p className="mt-1.5 text-[.92rem] text-soft">
        {asked ? 'If you do nothing: ' : 'If nothing happens: '}
        {sayDefault(challenge)}
      </p>
      {chainEnd ? (
        <p className="mt-1.5 text-[.92rem] text-soft">
          {chainEnd.text} <Time at={chainEnd.at} /> on.
        </p>
      ) : null}
    </div>
  )
}

/** The desk's time is over, and the contract's is not: it gives everything back by its own clock. */
function ChainTimeLeft({ until }: { until: string }) {
  const { now } = useOpenChallenge()
  const says = 'The contract gives everything back in'
  if (new Date(until) <= now) return null
  return (
    <div className="mt-4">
      <p className="text-soft">{says}</p>
      <p className="font-serif text-[2rem] leading-tight">
        <Countdown key={until} until={until} says={says} now={now} />
      </p>
      <p className="text-[.92rem] text-soft">
        <Time at={until} />
      </p>
    </div>
  )
}

/** What happened to a press that came too late. */
function LateNotice() {
  const { movedOn, forget } = useOpenChallenge()
  if (!movedOn) return null
  return (
    <div role="alert" className="mt-4">
      <Callout look="wait" title={movedOn.title}>
        {movedOn.happened.length > 0 ? (
          <ul className="mt-1 grid gap-0.5">
            {movedOn.happened.map(({ text, until }) => (
              <li key={text + until}>
                {capitalize(text)}
                {until ? (
                  <>
                    {' '}
                    <Time at={until} />
                  </>
                ) : null}
                .
              </li>
            ))}
          </ul>
        ) : (
          <p>This page shows it as it is now.</p>
        )}
        <p className="mt-1">Nothing was done in your name.</p>
        <p className="mt-2">
          <Button onClick={forget}>I have read it</Button>
        </p>
      </Callout>
    </div>
  )
}

/** Somebody who is neither of the two may be one of them under another wallet. */
function ComeIn() {
  const { party, openConnect } = useParty()
  return (
    <div className="mt-5">
      <p className="text-[.92rem] text-soft">
        {party ? 'Are you one of the two, with another wallet?' : 'Are you one of the two?'}
      </p>
      <Button className="mt-2 w-full" onClick={() => openConnect()}>
        {party ? 'Connect that wallet' : 'Connect your wallet'}
      </Button>
    </div>
  )
}
