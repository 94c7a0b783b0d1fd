import type { Metadata } from 'next'
import Link from 'next/link'
import { toWire } from '@/components/data/to-wire'
import { listHref, type SearchParams, toReceiptFilter } from '@/components/desk/list-query'
import { orFirstPage } from '@/components/desk/or-first-page'
import type { Drawn, PageOf } from '@/components/desk/queries'
import { ReceiptList } from '@/components/desk/receipt-list'
import type { ReceiptView } from '@/components/desk/receipt-view'
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
        A receipt proves who signed what, and how it ended. It never holds the terms: those stay with the parties. Each
        has a rosette drawn from its hash alone.
      </p>
      {of ? <Whose everybody={filter.chosen.whose === 'everybody'} /> : null}
      <ReceiptList
        key={JSON.stringify(filter)}
        drawn={toWire<Drawn<PageOf<ReceiptView>>>({ of, value: page })}
        filter={filter}
      />
    </div>
  )
}

/** Mine, or what is listed for everybody as well. */
function Whose({ everybody }: { everybody: boolean }) {
  const choices = [
    { href: '/receipts', name: 'Yours', here: !everybody },
    { href: '/receipts?whose=everybody', name: 'Yours and public ones', here: everybody },
  ]
  return (
    <nav aria-label="Whose receipts" className="mt-6 flex flex-wrap gap-x-6 gap-y-1">
      {choices.map(({ href, name, here }) => (
        <Link
          key={href}
          href={href}
          prefetch={false}
          aria-current={here ? 'page' : undefined}
          className={`py-1 ${here ? 'font-[560] no-underline' : ''}`}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
