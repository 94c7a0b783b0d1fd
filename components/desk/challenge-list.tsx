'use client'

import Link from 'next/link'
import type { ChallengeView } from '@/components/data/types'
import { pressable } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { ChallengeRow } from './challenge-row'
import { ListMore } from './list-more'
import { type ListFilter, listHref } from './list-query'
import { type Drawn, type PageOf, usePages } from './queries'

/** My challenges as the filter has them, newest first, page by page. */
export function ChallengeList({ drawn, filter }: { drawn: Drawn<PageOf<ChallengeView>>; filter: ListFilter }) {
  const { chosen, query, cursor } = filter
  const pages = usePages('challenges', query, drawn, cursor)
  if (!pages.data) return <Waiting says="Reading your challenges" />

  const challenges = pages.data.pages.flatMap(({ data }) => data)
  const next = pages.data.pages.at(-1)?.next_cursor ?? null
  if (challenges.length === 0 && next === null) return <NoChallenges narrowed={Object.keys(chosen).length > 0} />
  return (
    <section aria-labelledby="list" className="mt-9">
      <h2 id="list" className="sr-only">
        Your challenges
      </h2>
      <ul className="@container border-line border-b">
        {challenges.map((challenge) => (
          <ChallengeRow key={challenge.id} challenge={challenge} />
        ))}
      </ul>
      {next ? (
        <ListMore
          href={listHref('/challenges', chosen, next)}
          busy={pages.isFetchingNextPage}
          failed={pages.isFetchNextPageError}
          onMore={() => void pages.fetchNextPage()}
        />
      ) : null}
    </section>
  )
}

function NoChallenges({ narrowed }: { narrowed: boolean }) {
  return (
    <div className="mt-9">
      {narrowed ? (
        <Empty
          title="None like this"
          action={
            <Link href="/challenges" prefetch={false} className={pressable()}>
              Show all of them
            </Link>
          }
        >
          <p>You have no challenge that fits what you chose above.</p>
        </Empty>
      ) : (
        <Empty title="No challenges yet">
          <p>
            A challenge is a deal put to somebody: you write the terms and sign them, they sign the same, and both leave
            with a receipt. Those you start and those sent to one of your wallets stand here.
          </p>
        </Empty>
      )}
    </div>
  )
}
