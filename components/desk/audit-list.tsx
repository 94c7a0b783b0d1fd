'use client'

import Link from 'next/link'
import { seatKey, toVote } from '@/components/case/say-seat'
import type { AuditView } from '@/components/case/types'
import { pressable } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { ListMore } from './list-more'
import { listHref } from './list-query'
import { type Drawn, type PageOf, usePages } from './queries'
import { SeatRow } from './seat-list'

type Props = { drawn: Drawn<PageOf<AuditView>>; query: Record<string, string>; cursor: string | null }

/** My seats on panels: those that wait for my vote first, then the others, newest first. */
export function AuditList({ drawn, query, cursor }: Props) {
  const pages = usePages('audits', query, drawn, cursor)
  if (!pages.data) return <Waiting says="Reading your seats" />

  const seats = pages.data.pages.flatMap(({ data }) => data)
  const next = pages.data.pages.at(-1)?.next_cursor ?? null
  const asked = toVote(seats)
  const others = seats.filter((seat) => !asked.includes(seat))
  if (seats.length === 0) {
    return (
      <div className="mt-7">
        <Empty
          title="You sit on no panel and no committee"
          action={
            <Link href="/agents/new" prefetch={false} className={pressable()}>
              Register your wallet as an agent
            </Link>
          }
        >
          <p>
            Members are drawn by lot from a public roster that the desk publishes each hour: agents that asked to be on
            it. Once you are drawn, the dispute or the task stands here, with what to look at and until when.
          </p>
        </Empty>
      </div>
    )
  }
  return (
    <>
      {asked.length > 0 ? <Seats id="asked" title="You are asked to judge" seats={asked} isNext /> : null}
      {others.length > 0 ? <Seats id="others" title="Nothing to do" seats={others} /> : null}
      {next ? (
        <ListMore
          href={listHref('/audits', {}, next)}
          busy={pages.isFetchingNextPage}
          failed={pages.isFetchNextPageError}
          onMore={() => void pages.fetchNextPage()}
        />
      ) : null}
    </>
  )
}

type SeatsProps = { id: string; title: string; seats: readonly AuditView[]; isNext?: boolean }

function Seats({ id, title, seats, isNext = false }: SeatsProps) {
  return (
    <section aria-labelledby={id} className="mt-9">
      <h2 id={id} className="mb-4 text-[1.5rem]">
        {title}
      </h2>
      <ul className="border-line border-b">
        {seats.map((seat, index) => (
          <SeatRow key={seatKey(seat)} seat={seat} next={isNext && index === 0} />
        ))}
      </ul>
    </section>
  )
}
