import type { Metadata } from 'next'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { TailView } from '@/components/tail/tail-view'
import { SignedOut } from '@/components/wallet/signed-out'

export const metadata: Metadata = { title: 'Live tail, inbox' }

export default async function TailPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const params = await searchParams
  const seen = await readPlace(params)
  if (!seen) return <SignedOut title="Sign in to see the live tail" />

  return (
    <InboxFrame
      seen={seen}
      title="Live tail"
      lead="A line for every call in this organization’s name and every try of a delivery, kept for days. A request id leads from a call to all that came of it."
    >
      <TailView
        key={seen.place.id}
        requestId={typeof params.request_id === 'string' ? params.request_id.slice(0, 128) : ''}
      />
    </InboxFrame>
  )
}
