'use client'

import Link from 'next/link'
import { pressable } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Waiting } from '@/components/ui/waiting'
import { ListMore } from './list-more'
import { type ListFilter, listHref } from './list-query'
import { type Drawn, type PageOf, usePages } from './queries'
import { ReceiptRow } from './receipt-row'
import type { ReceiptView } from './receipt-view'

/** Receipts, newest first, page by page. */
export function ReceiptList({ drawn, filter }: { drawn: Drawn<PageOf<ReceiptView>>; filter: ListFilter }) {
  const { chosen, query, cursor } = filter
  const pages = usePages('receipts', query, drawn, cursor)
  if (!pages.data) return <Waiting says="Reading receipts" />

  const receipts = pages.data.pages.flatMap(({ data }) => data)
  const next = pages.data.pages.at(-1)?.next_cursor ?? null
  const mine = query.mine === 'true'
  if (receipts.length === 0) return <NoReceipts mine={mine} />
  return (
    <section aria-labelledby="list" className="mt-7">
      <h2 id="list" className="sr-only">
        {mine ? 'Your receipts' : 'Public receipts'}
      </h2>
      <ul className="border-line border-b">
        {receipts.map((item) => (
          <ReceiptRow key={item.id} item={item} />
        ))}
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

function NoReceipts({ mine }: { mine: boolean }) {
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
            ? 'When a challenge ends, each side has the same receipt: one file that anyone can verify offline. The quickest is a Solo challenge: you sign a statement, and its receipt is there at once.'
            : 'Receipts whose challenge was made public stand here for everybody. Most are shared by their link alone.'}
        </p>
      </Empty>
    </div>
  )
}
