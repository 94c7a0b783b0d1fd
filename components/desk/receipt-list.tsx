'use client'

import Link from 'next/link'
import { sayTaskAsk } from '@/components/receipt/say-ask'
import { TaskRow } from '@/components/receipt/task-row'
import { pressable } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { ListMore } from './list-more'
import { type ListFilter, listHref } from './list-query'
import { type Drawn, type PageOf, usePages } from './queries'
import { ReceiptRow } from './receipt-row'
import type { ReceiptView } from './receipt-view'

type Props = {
  drawn: Drawn<PageOf<ReceiptView>>
  filter: ListFilter
  /** What the viewer is called in receipts. */
  names: readonly string[]
}

/** Receipts of tasks and challenges, newest first, page by page. */
export function ReceiptList({ drawn, filter, names }: Props) {
  const { chosen, query, cursor } = filter
  const pages = usePages('receipts', query, drawn, cursor)
  if (!pages.data) return <Waiting says="Reading receipts" />

  const receipts = pages.data.pages.flatMap(({ data }) => data)
  const next = pages.data.pages.at(-1)?.next_cursor ?? null
  const mine = query.mine === 'true'
  if (receipts.length === 0) return <NoReceipts mine={mine} narrowed={Boolean(query.kind ?? query.status)} />
  return (
    <section aria-labelledby="list" className="mt-7">
      <h2 id="list" className="sr-only">
        {mine ? 'Your receipts' : 'Public receipts'}
      </h2>
      <ul className="border-line border-b">
        {receipts.map((item) =>
          item.receipt.kind === 'task' ? (
            <TaskRow key={item.id} item={item} ask={sayTaskAsk(item, names)} />
          ) : (
            <ReceiptRow key={item.id} item={item} />
          ),
        )}
      </ul>
      {next ? (
        <ListMore
          href={listHref('/receipts', chosen, next)}
          busy={pages.isFetchingNextPage}
          failed={pages.isFetchNextPageError}
          onMore={() => void pages.fetchNextPage()}
        />
      ) : null}
    </section>
  )
}

function NoReceipts({ mine, narrowed }: { mine: boolean; narrowed: boolean }) {
  if (narrowed) {
    return (
      <div className="mt-7">
        <Empty
          title="None like this"
          action={
            <Link href="/receipts" prefetch={false} className={pressable()}>
              Show all of them
            </Link>
          }
        >
          <p>No receipt fits what you chose above.</p>
        </Empty>
      </div>
    )
  }
  return (
    <div className="mt-7">
      <Empty
        title={mine ? 'No receipts yet' : 'Nothing is listed here yet'}
        action={
          <Link href="/challenges/new" prefetch={false} className={pressable('next')}>
            Start a challenge
          </Link>
        }
      >
        <p>
          {mine
            ? 'When a challenge ends, each side has the same receipt: one file that anyone can verify offline. The quickest is a Solo challenge: you sign a statement, and its receipt is there at once. Work of agents makes receipts too: client and provider sign them, and a committee judges.'
            : 'Receipts whose challenge was made public stand here for everybody. Most are shared by their link alone.'}
        </p>
      </Empty>
    </div>
  )
}
