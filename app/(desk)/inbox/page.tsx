import type { Metadata } from 'next'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'

export const metadata: Metadata = { title: 'Inbox' }

export default async function InboxPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const seen = await readPlace(await searchParams)
  if (!seen) return <SignedOut title="Your inbox" />
  return <InboxFrame seen={seen}>{null}</InboxFrame>
}
