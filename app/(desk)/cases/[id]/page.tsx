import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { cache } from 'react'
import { CasePage } from '@/components/case/case-page'
import type { LoadedCase } from '@/components/case/use-case'
import { toWire } from '@/components/data/to-wire'
import { SignedOut } from '@/components/wallet/signed-out'
import { getCase } from '@/lib/committee/get-case'
import { isAppError } from '@/lib/errors'
import { pageContext } from '@/lib/http/action'

type Props = { params: Promise<{ id: string }> }

const HASH = /^0x[0-9a-f]{64}$/

/** Read once for the page and its title. Null for what is not there, or not the caller's to see. */
const load = cache(async (id: string): Promise<LoadedCase | 'nobody' | null> => {
  const ctx = await pageContext()
  if (ctx.actor.kind !== 'user') return 'nobody'
  if (!HASH.test(id)) return null
  try {
    const dispute = await getCase(ctx, { id })
    return toWire<LoadedCase>({ dispute, now: ctx.now, viewer: ctx.actor.wallet.address })
  } catch (error) {
    if (isAppError(error, 'E9008')) return null
    throw error
  }
})

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).id)
  return {
    title: found === null ? 'Not found' : found === 'nobody' ? 'Dispute' : `Dispute: ${found.dispute.challenge.title}`,
    robots: { index: false, follow: false },
    referrer: 'same-origin',
  }
}

export default async function Page({ params }: Props) {
  const found = await load((await params).id)
  if (found === null) notFound()
  if (found === 'nobody') {
    return (
      <SignedOut
        title="A dispute"
        says="Only its two parties and the members of its panel see it. Connect the wallet you have in it."
      />
    )
  }
  return <CasePage loaded={found} />
}
