'use client'

import Link from 'next/link'
import { agentHref } from '@/components/agent/agent-href'
import { toVote } from '@/components/case/say-seat'
import type { AuditView } from '@/components/case/types'
import type { ChallengeView } from '@/components/data/types'
import { sayTaskAsk } from '@/components/receipt/say-ask'
import { TaskRow } from '@/components/receipt/task-row'
import { pressable } from '@/components/ui/button'
import { Waiting as WaitingMark } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import { whatWaits } from '@/lib/challenge/waits-for'
import { ChallengeRow } from './challenge-row'
import { FirstSteps } from './first-steps'
import { NewsList } from './news-list'
import { type Drawn, type PageOf, useNews, useOpen, useSeats, useTasks, useWaiting } from './queries'
import type { ReceiptView } from './receipt-view'
import { type NewsEvent, toNews } from './say-news'
import { SeatList } from './seat-list'
import { type Waiting, WaitingList } from './waiting-list'

export type DrawnDesk = {
  waiting: PageOf<ChallengeView>
  open: PageOf<ChallengeView>
  news: PageOf<NewsEvent>
  seats: PageOf<AuditView>
  tasks: PageOf<ReceiptView>
  /** What the viewer is called in receipts. */
  names: string[]
  titles: Record<string, string>
}

const MOST_NEWS = 8

/** The desk: what waits for me on the left, then what is open; what happened on the right. Kept up as things happen. */
export function DeskBoard({ drawn: { of, value } }: { drawn: Drawn<DrawnDesk> }) {
  const waitingPage = useWaiting({ of, value: value.waiting })
  const openPage = useOpen({ of, value: value.open })
  const newsPage = useNews({ of, value: value.news })
  const seatsPage = useSeats({ of, value: value.seats })
  const tasksPage = useTasks({ of, value: value.tasks })
  if (!waitingPage || !openPage || !newsPage || !seatsPage || !tasksPage)
    return <WaitingMark says="Reading your desk" />

  const waiting = findWaiting(waitingPage.data)
  const votes = toVote(seatsPage.data)
  const tasks = tasksPage.data.filter((item) => sayTaskAsk(item, value.names) !== null)
  const asked = waiting.length + votes.length + tasks.length
  const open = openPage.data.filter(({ id }) => !waiting.some(({ challenge }) => challenge.id === id))
  const titles = { ...value.titles, ...titlesOf(openPage.data), ...titlesOf(waitingPage.data) }
  return (
    <div className="grid gap-x-14 gap-y-12 pt-10 md:grid-cols-[minmax(0,1fr)_280px] lg:grid-cols-[minmax(0,1fr)_310px]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-2">
          <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Your desk</h1>
          {asked > 0 ? (
            <Link href="/challenges/new" prefetch={false} className={pressable()}>
              Start a challenge
            </Link>
          ) : null}
        </div>
        <p role="status" className="sr-only">
          {sayCount(asked, waitingPage.next_cursor !== null)}
        </p>
        <div className="mt-8">
          {asked > 0 ? (
            <section aria-labelledby="waiting">
              <h2 id="waiting" className="mb-4 text-[1.5rem]">
                Waits for you
              </h2>
              {waiting.length > 0 ? <WaitingList waiting={waiting} /> : null}
              {votes.length > 0 ? <SeatList seats={votes} first={waiting.length === 0} /> : null}
              {tasks.length > 0 ? <TaskList tasks={tasks} names={value.names} /> : null}
            </section>
          ) : (
            <FirstSteps others={open.length > 0} />
          )}
        </div>
        {open.length > 0 ? <OpenList open={open} more={openPage.next_cursor !== null} /> : null}
      </div>
      <News news={toNews(newsPage.data, MOST_NEWS)} titles={titles} />
    </div>
  )
}

/** Work done for this party, which is to say whether it took it. */
function TaskList({ tasks, names }: { tasks: readonly ReceiptView[]; names: readonly string[] }) {
  return (
    <ul aria-label="Tasks" className="border-line border-b">
      {tasks.map((item) => (
        <TaskRow key={item.id} item={item} ask={sayTaskAsk(item, names)} />
      ))}
    </ul>
  )
}

function OpenList({ open, more }: { open: ChallengeView[]; more: boolean }) {
  return (
    <section aria-labelledby="open" className="mt-12">
      <h2 id="open" className="mb-4 text-[1.5rem]">
        Open, waiting for others
      </h2>
      <ul className="@container border-line border-b">
        {open.map((challenge) => (
          <ChallengeRow key={challenge.id} challenge={challenge} />
        ))}
      </ul>
      <p className="mt-4">
        <Link href={more ? '/challenges?status=open' : '/challenges'} prefetch={false}>
          {more ? 'All open challenges' : 'All challenges'}
        </Link>
      </p>
    </section>
  )
}

function News({ news, titles }: { news: ReturnType<typeof toNews>; titles: Record<string, string> }) {
  return (
    <aside aria-labelledby="news" className="min-w-0 md:pt-3">
      <h2 id="news" className="mb-4 text-[1.28rem]">
        Lately
      </h2>
      {news.length > 0 ? (
        <NewsList news={news} titles={titles} />
      ) : (
        <p className="text-[.92rem] text-soft">
          Every step of your challenges is told here as it happens: sent, signed, locked, completed.
        </p>
      )}
      <Reputation />
    </aside>
  )
}

function Reputation() {
  const { party } = useParty()
  if (!party) return null
  return (
    <p className="mt-5 text-[.92rem]">
      <Link href={agentHref(party.did)} prefetch={false}>
        What receipts say of you
      </Link>
    </p>
  )
}

function findWaiting(challenges: readonly ChallengeView[]): Waiting[] {
  const now = new Date()
  return challenges.flatMap((challenge) => {
    const ask = whatWaits(challenge, now)
    return ask ? [{ challenge, ask }] : []
  })
}

const titlesOf = (challenges: readonly ChallengeView[]) =>
  Object.fromEntries(challenges.map(({ id, title }) => [id, title]))

function sayCount(count: number, more: boolean): string {
  if (count === 0) return 'Nothing is asked of you now.'
  return `${more ? 'More than ' : ''}${count} ${count === 1 ? 'thing waits' : 'things wait'} for you.`
}
