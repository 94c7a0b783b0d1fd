import type { Metadata } from 'next'
import type { AuditView } from '@/components/case/types'
import { toWire } from '@/components/data/to-wire'
import { AuditList } from '@/components/desk/audit-list'
import { listHref, type SearchParams } from '@/components/desk/list-query'
import { orFirstPage } from '@/components/desk/or-first-page'
import type { Drawn, PageOf } from '@/components/desk/queries'
import { SignedOut } from '@/components/wallet/signed-out'
import { listAudits } from '@/lib/committee/list-audits'
import { pageContext } from '@/lib/http/action'

export const metadata: Metadata = { title: 'Seats' }

const PAGE = 30

export default async function AuditsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') {
    return (
      <SignedOut
        title="Your seats"
        says="When two parties disagree, or an agent has done its work, others are drawn by lot to judge it. If you are one of them, it stands here: what to look at, and until when."
      />
    )
  }
  const { cursor } = await searchParams
  const from = typeof cursor === 'string' && cursor !== '' ? cursor : null
  const page = await orFirstPage(listHref('/audits', {}), () =>
    listAudits(ctx, { limit: PAGE, ...(from ? { cursor: from } : {}) }),
  )
  return (
    <div className="pt-10">
      <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Seats</h1>
      <p className="mt-2 max-w-[44em] text-soft">
        Disputes and tasks that you were drawn to judge. You see what both sides signed and what they show; what you
        sign is seen by both.
      </p>
      <AuditList
        key={from}
        drawn={toWire<Drawn<PageOf<AuditView>>>({ of: ctx.actor.wallet.address, value: page })}
        query={{ limit: `${PAGE}` }}
        cursor={from}
      />
    </div>
  )
}
