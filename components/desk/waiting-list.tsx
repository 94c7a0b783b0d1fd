'use client'

import Link from 'next/link'
import { sayChainEnd, sayDefault } from '@/components/challenge/if-nothing'
import type { ChallengeView } from '@/components/data/types'
import { Seal } from '@/components/proof/seal'
import { pressable } from '@/components/ui/button'
import { Countdown, Time } from '@/components/ui/time'
import type { Ask } from '@/lib/challenge/waits-for'
import { ChallengeFacts } from './challenge-facts'
import { sayAsk } from './say-ask'
import { sealOf } from './seal-of'

export type Waiting = { challenge: ChallengeView; ask: Ask }

/** What is asked of somebody, the nearest deadline first: the one thing to do, until when, and what happens otherwise. */
export function WaitingList({ waiting }: { waiting: readonly Waiting[] }) {
  return (
    <ul className="border-line border-b">
      {waiting.map(({ challenge, ask }, index) => (
        <WaitingRow key={challenge.id} challenge={challenge} ask={ask} first={index === 0} />
      ))}
    </ul>
  )
}

function WaitingRow({ challenge, ask, first }: Waiting & { first: boolean }) {
  const { what, says, button } = sayAsk(challenge, ask)
  const { id, title, deadline } = challenge
  const chainEnd = sayChainEnd(challenge)
  return (
    <li className="grid grid-cols-[40px_minmax(0,1fr)] gap-x-4 border-line border-t py-6 sm:grid-cols-[48px_minmax(0,1fr)_190px] sm:gap-x-5">
      <Seal state={sealOf(challenge)} className="-ml-1 size-11 sm:size-12" />
      <div className="min-w-0">
        <h3 className="text-[1.28rem] [overflow-wrap:anywhere]">
          <Link href={`/challenges/${id}`} prefetch={false} className="decoration-line">
            {title}
          </Link>
        </h3>
        <div className="mt-1">
          <ChallengeFacts challenge={challenge} />
        </div>
        <p className="mt-3 font-[560]">{what}</p>
        <p className="mt-0.5 text-soft">
          {says}
          {ask.theirs?.until ? (
            <>
              {' '}
              Until <Time at={ask.theirs.until} />.
            </>
          ) : null}
        </p>
        <Link
          href={`/challenges/${id}`}
          prefetch={false}
          aria-label={`${button}: ${title}`}
          className={`${pressable(first ? 'next' : 'plain')} mt-4`}
        >
          {button}
        </Link>
      </div>
      {deadline ? (
        <div className="col-start-2 mt-5 sm:col-start-auto sm:mt-0">
          <p className="text-[.88rem] text-soft">Ends in</p>
          <p className="font-serif text-[1.5rem] leading-tight">
            <Countdown until={deadline.at} says={`${title} ends in`} />
          </p>
          <p className="text-[.88rem] text-soft">
            <Time at={deadline.at} />
          </p>
          <p className="mt-1.5 text-[.88rem] text-soft">If you do nothing: {sayDefault(challenge)}</p>
          {chainEnd ? (
            <p className="mt-1 text-[.88rem] text-soft">
              {chainEnd.text} <Time at={chainEnd.at} /> on.
            </p>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}
