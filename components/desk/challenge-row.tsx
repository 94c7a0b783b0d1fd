'use client'

import Link from 'next/link'
import { STATUS_WORDS, sayOutcome } from '@/components/challenge/words'
import type { ChallengeView } from '@/components/data/types'
import { Seal } from '@/components/proof/seal'
import { Countdown, Time } from '@/components/ui/time'
import { isTerminal } from '@/lib/challenge/state'
import { whatWaits } from '@/lib/challenge/waits-for'
import { ChallengeFacts } from './challenge-facts'
import { sayAwaited, sayTurn } from './say-ask'
import { sealOf } from './seal-of'

/** One challenge of a list: where it stands, with whom, and until when. */
export function ChallengeRow({ challenge }: { challenge: ChallengeView }) {
  const { id, title, status, outcome, deadline, updated_at } = challenge
  return (
    <li className="grid grid-cols-[34px_minmax(0,1fr)] gap-x-4 border-line border-t py-4 @min-[34rem]:grid-cols-[34px_minmax(0,1fr)_170px] @min-[52rem]:grid-cols-[34px_minmax(0,1fr)_290px]">
      <Seal state={sealOf(challenge)} className="mt-0.5 size-[34px]" />
      <div className="min-w-0">
        <h3 className="text-[1.16rem] [overflow-wrap:anywhere]">
          <Link href={`/challenges/${id}`} prefetch={false} className="decoration-line">
            {title}
          </Link>
        </h3>
        <div className="mt-0.5">
          <ChallengeFacts challenge={challenge} />
        </div>
      </div>
      <div className="col-start-2 mt-2 text-[.92rem] @min-[34rem]:col-start-auto @min-[34rem]:mt-0">
        <p className="font-[560]">
          {STATUS_WORDS[status].name}
          {outcome && status === 'COMPLETED' ? <span className="font-[400]">: {sayOutcome(outcome)}</span> : null}
        </p>
        {isTerminal(status) ? (
          <p className="text-soft">
            <Time at={updated_at} />
          </p>
        ) : (
          <>
            <p className="text-soft">{sayNext(challenge)}</p>
            {deadline ? (
              <p className="text-soft">
                Ends in <Countdown until={deadline.at} says={`${title} ends in`} />
              </p>
            ) : null}
          </>
        )}
      </div>
    </li>
  )
}

function sayNext(challenge: ChallengeView): string {
  const ask = whatWaits(challenge, new Date())
  return ask ? `Your turn: ${sayTurn(challenge, ask)}.` : sayAwaited(challenge)
}
