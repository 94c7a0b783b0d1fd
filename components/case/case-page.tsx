'use client'

import Link from 'next/link'
import { lazy, Suspense } from 'react'
import { MODE_WORDS } from '@/components/challenge/words'
import { ApiProblem } from '@/components/data/api'
import { Address } from '@/components/ui/address'
import { Callout } from '@/components/ui/callout'
import { Facts } from '@/components/ui/facts'
import { Hash } from '@/components/ui/hash'
import { Countdown, Time } from '@/components/ui/time'
import { Waiting } from '@/components/ui/waiting'
import { CaseTerms } from './case-terms'
import { EvidenceSection } from './evidence-section'
import { PanelSection } from './panel-section'
import { hasShare, openerOf, sayQuorum, sayStanding } from './say-case'
import type { CaseView } from './types'
import { type LoadedCase, useCase } from './use-case'

// Only a seated member signs here.
const VoteStep = lazy(() => import('./vote-step'))
const TakeShare = lazy(() => import('./take-share'))

/** A dispute as its parties and its panel see it: what it is about, what is shown, who decides, and how far they are. */
export function CasePage({ loaded }: { loaded: LoadedCase }) {
  const { dispute, problem, settled, look } = useCase(loaded)
  return (
    <>
      <Head dispute={dispute} />
      {problem instanceof ApiProblem ? (
        <div role="alert" className="mb-7">
          <Callout look="wait" title="This may be out of date">
            {problem.detail}
          </Callout>
        </div>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-14 gap-y-9 lg:grid-cols-[minmax(0,1fr)_minmax(0,372px)]">
        <aside aria-label="What is next" className="min-w-0 lg:order-last">
          <Standing dispute={dispute} now={loaded.now} settled={settled} onVoted={look} />
        </aside>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-10">
          <Reason dispute={dispute} />
          <EvidenceSection dispute={dispute} onChanged={look} />
          <PanelSection dispute={dispute} />
          <CaseTerms dispute={dispute} />
        </div>
      </div>
    </>
  )
}

function Head({ dispute: { challenge, challenge_id, your_role } }: { dispute: CaseView }) {
  return (
    <header className="pt-9 pb-7 sm:pt-11">
      <p className="text-[.86rem] text-soft">Dispute over a {MODE_WORDS[challenge.mode].name} challenge</p>
      <h1 className="mt-1.5 text-[clamp(2rem,4.6vw,3rem)] [overflow-wrap:anywhere]">{challenge.title}</h1>
      {your_role === 'member' ? null : (
        <p className="mt-2.5">
          <Link href={`/challenges/${challenge_id}`} prefetch={false}>
            Back to the challenge
          </Link>
        </p>
      )}
    </header>
  )
}

type StandingProps = { dispute: CaseView; now: string; settled: boolean; onVoted: () => Promise<unknown> }

/** Where it stands, how long is left, what happens otherwise, and for who has to vote, the vote. */
function Standing({ dispute, now, settled, onVoted }: StandingProps) {
  const { label, title, says, votes } = sayStanding(dispute)
  const { deadline_at } = dispute.challenge
  const isRunning = dispute.status === 'OPEN' && deadline_at !== null
  return (
    <section aria-labelledby="turn" className="border border-line bg-sheet px-5 py-5 sm:px-6 sm:py-6">
      <p className="text-[.86rem] text-soft">{label}</p>
      <h2 id="turn" className="mt-1.5 text-[1.5rem]">
        {title}
      </h2>
      <p className="mt-2 text-soft">{says}</p>
      {isRunning ? (
        <div className="mt-4">
          <p className="text-soft">Ends in</p>
          <p className="font-serif text-[2rem] leading-tight">
            <Countdown key={deadline_at} until={deadline_at} says="The dispute ends in" now={now} />
          </p>
          <p className="text-[.92rem] text-soft">
            <Time at={deadline_at} />
          </p>
          <p className="mt-1.5 text-[.92rem] text-soft">
            {votes ? 'If you do nothing: ' : 'If nothing happens: '}
            {sayWithout(dispute)}
          </p>
        </div>
      ) : null}
      {dispute.m > 0 && dispute.status === 'OPEN' ? (
        <p role="status" className="mt-4 border-line border-t pt-3">
          {sayQuorum(dispute)}
        </p>
      ) : null}
      {hasShare(dispute) ? (
        <div className="mt-5 border-line border-t pt-4">
          <Suspense fallback={<Waiting says="One moment" />}>
            <TakeShare dispute={dispute} />
          </Suspense>
        </div>
      ) : null}
      {votes ? (
        <div className="mt-5">
          <Suspense fallback={<Waiting says="One moment" />}>
            <VoteStep dispute={dispute} settled={settled} onVoted={onVoted} />
          </Suspense>
        </div>
      ) : null}
    </section>
  )
}

function sayWithout({ m, round, challenge }: CaseView): string {
  const ends = challenge.bond
    ? 'it expires as no contest, and the contract gives everything back.'
    : 'it expires as no contest.'
  if (m === 0) return ends
  const then = `without a verdict in time ${ends}`
  return round === 0 ? `after a day silent members are replaced, once; ${then}` : then
}

function Reason({ dispute }: { dispute: CaseView }) {
  const { reason, opened_at, ended_at, id, document, your_role, opener } = dispute
  const side = openerOf(dispute)
  return (
    <section aria-labelledby="reason">
      <h2 id="reason" className="text-[1.5rem]">
        {your_role === side ? 'What you say is wrong' : `What the ${side} says is wrong`}
      </h2>
      {reason === null ? (
        <p className="mt-3 text-soft">The reason was erased by whoever wrote it. Its hash stays.</p>
      ) : (
        <div className="mt-3 whitespace-pre-wrap font-serif text-[1.16rem] leading-[1.62] [overflow-wrap:anywhere]">
          {reason}
        </div>
      )}
      <div className="mt-5">
        <Facts
          rows={[
            ['Opened by', <Address key="opener" value={opener} />],
            ['Opened', opened_at ? <Time key="at" at={opened_at} /> : 'not yet'],
            ...(ended_at ? ([['Ended', <Time key="ended" at={ended_at} />]] as const) : []),
            ['Dispute', <Hash key="id" value={id} label="hash of the dispute" />],
            ...(typeof document.reason_hash === 'string'
              ? ([['Reason', <Hash key="reason" value={document.reason_hash} label="hash of the reason" />]] as const)
              : []),
          ]}
        />
      </div>
    </section>
  )
}
