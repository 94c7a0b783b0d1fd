'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import { keys } from '@/components/data/query-keys'
import type { RehearsalView } from '@/components/data/types'
import { isTerminal } from '@/lib/challenge/state'
import { AnswersSection } from './answers-section'
import { ChallengeProvider, useOpenChallenge } from './challenge-context'
import { ChallengeHead } from './challenge-head'
import { DisputeSection } from './dispute-section'
import { sayCosts } from './ending-words'
import { EndingList, stillPossible } from './endings-section'
import { LeaveSection } from './leave-section'
import { LogSection } from './log-section'
import { News } from './news'
import { PartyColumns } from './party-columns'
import { TermsSection } from './terms-section'
import { TrafficLight } from './traffic-light'
import { Turn } from './turn'
import { type Loaded, useChallenge } from './use-challenge'

const NOBODY = {}

/** One challenge, live: where it stands, who has proven what, what is asked of the viewer now, and how it came here. */
export function ChallengePage({ loaded, endings }: { loaded: Loaded; endings: RehearsalView }) {
  const open = useChallenge(loaded, NOBODY)
  const { challenge, log } = open
  return (
    <ChallengeProvider value={open}>
      <ChallengeHead challenge={challenge} log={log}>
        <News />
      </ChallengeHead>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-14 gap-y-9 lg:grid-cols-[minmax(0,1fr)_minmax(0,372px)]">
        <aside aria-label="What is next" className="min-w-0 lg:order-last">
          <Turn />
          <Light />
        </aside>
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-10">
          <PartyColumns />
          <AnswersSection />
          <DisputeSection />
          <TermsSection challenge={challenge} />
          <Endings first={endings} />
          <LeaveSection />
          <LogSection />
        </div>
      </div>
    </ChallengeProvider>
  )
}

/** For those who may act; nobody else needs to know whether they should. */
function Light() {
  const { challenge } = useOpenChallenge()
  const isSigner = ['creator', 'counterparty', 'invited'].includes(challenge.your_role)
  if (!isSigner || isTerminal(challenge.status)) return null
  return (
    <div className="mt-6">
      <TrafficLight light={challenge.traffic_light} />
    </div>
  )
}

function Endings({ first }: { first: RehearsalView }) {
  const { challenge } = useOpenChallenge()
  const { data } = useQuery({
    queryKey: keys.challengeRehearsal(challenge.id),
    queryFn: () => api<RehearsalView>('GET', `challenges/${challenge.id}/rehearsal`),
    initialData: first,
  })
  if (isTerminal(challenge.status)) return null
  return (
    <details open={challenge.status === 'DRAFT'}>
      <summary className="w-fit cursor-pointer py-0.5">
        <h2 className="ml-1 inline text-[1.5rem]">How it can end</h2>
      </summary>
      <p className="mt-1.5 text-[.95rem] text-soft">{sayCosts(challenge.mode)}</p>
      <div className="mt-3">
        <EndingList endings={stillPossible(data.endings, challenge)} viewer={challenge.your_role} />
      </div>
    </details>
  )
}
