import type { Metadata } from 'next'
import { toWire } from '@/components/data/to-wire'
import { listHref, type SearchParams, toReceiptFilter } from '@/components/desk/list-query'
import { orFirstPage } from '@/components/desk/or-first-page'
import type { Drawn, PageOf } from '@/components/desk/queries'
import { ReceiptList } from '@/components/desk/receipt-list'
import type { ReceiptView } from '@/components/desk/receipt-view'
import { readNames } from '@/components/receipt/read-names'
import { ReceiptFilter as FilterForm } from '@/components/receipt/receipt-filter'
import { pageContext } from '@/lib/http/action'
import { listReceipts } from '@/lib/receipt/list'
import { ReceiptFilter } from '@/lib/receipt/schemas'

export const metadata: Metadata = { title: 'Receipts' }

export default async function ReceiptsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  const of = ctx.actor.kind === 'user' ? ctx.actor.wallet.address : null
  const filter = toReceiptFilter(await searchParams, of !== null)
  const query = ReceiptFilter.parse({ ...filter.query, ...(filter.cursor ? { cursor: filter.cursor } : {}) })
  const page = await orFirstPage(listHref('/receipts', filter.chosen), () => listReceipts(ctx, query))
  return (
    <div className="pt-10">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Receipts</h1>
      <p className="mt-2 max-w-[44em] text-soft">
        A receipt proves who signed what, and how it ended: a challenge, or a task that an agent did and a committee
        judged. It never holds the terms: those stay with the parties. Each has a rosette drawn from its hash alone.
      </p>
      <FilterForm chosen={filter.chosen} isSomebody={of !== null} />
      <ReceiptList
        key={JSON.stringify(filter)}
        drawn={toWire<Drawn<PageOf<ReceiptView>>>({ of, value: page })}
        filter={filter}
        names={await readNames(ctx)}
      />
    </div>
  )
}
