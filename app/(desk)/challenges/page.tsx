import type { Metadata } from 'next'
import Link from 'next/link'
import { toWire } from '@/components/data/to-wire'
import type { ChallengeView } from '@/components/data/types'
import { ChallengeFilter } from '@/components/desk/challenge-filter'
import { ChallengeList } from '@/components/desk/challenge-list'
import { listHref, type SearchParams, toChallengeFilter } from '@/components/desk/list-query'
import { orFirstPage } from '@/components/desk/or-first-page'
import type { Drawn, PageOf } from '@/components/desk/queries'
import { pressable } from '@/components/ui/button'
import { SignedOut } from '@/components/wallet/signed-out'
import { listChallenges } from '@/lib/challenge/get'
import { listWaiting } from '@/lib/challenge/list-waiting'
import { ChallengeFilter as Query } from '@/lib/challenge/schemas'
import { pageContext } from '@/lib/http/action'

export const metadata: Metadata = { title: 'Challenges' }

export default async function ChallengesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') {
    return (
      <SignedOut
        title="Your challenges"
        says="Every deal you put to somebody, and every one put to you. Your wallet is your name here: you prove that it is yours by signing a text, which costs nothing and moves nothing."
      />
    )
  }

  const filter = toChallengeFilter(await searchParams)
  const { waiting, ...query } = Query.parse({ ...filter.query, ...(filter.cursor ? { cursor: filter.cursor } : {}) })
  const page = await orFirstPage(listHref('/challenges', filter.chosen), () =>
    waiting ? listWaiting(ctx, query) : listChallenges(ctx, query),
  )
  const drawn = toWire<Drawn<PageOf<ChallengeView>>>({ of: ctx.actor.wallet.address, value: page })
  return (
    <div className="pt-10">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-3">
        <h1 className="text-[clamp(1.9rem,4.4vw,2.9rem)]">Challenges</h1>
        <Link href="/challenges/new" prefetch={false} className={pressable('next')}>
          Start a challenge
        </Link>
      </div>
      <ChallengeFilter chosen={filter.chosen} />
      <ChallengeList key={JSON.stringify(filter)} drawn={drawn} filter={filter} />
    </div>
  )
}
