import type { Metadata } from 'next'
import { drawItems } from '@/components/inbox/draw-items'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { toChosen } from '@/components/inbox/inbox-query'
import { ItemsView } from '@/components/inbox/items-view'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'
import { CATALOGUE } from '@/lib/event/catalogue'

export const metadata: Metadata = { title: 'Inbox' }

export default async function InboxPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const params = await searchParams
  const seen = await readPlace(params)
  if (!seen) {
    return (
      <SignedOut
        title="Your inbox"
        says="Everything that happens to your challenges and receipts, and every event your programs publish, to be taken one by one and acknowledged. Sign in to see it."
      />
    )
  }
  const chosen = toChosen(params)
  return (
    <InboxFrame
      seen={seen}
      lead="Every event, to be taken one by one and acknowledged. What is not acknowledged in time comes back; after four failures it is a dead letter."
    >
      <ItemsView
        key={JSON.stringify([seen.place.id, chosen])}
        chosen={chosen}
        types={Object.keys(CATALOGUE)}
        drawn={await drawItems(seen, chosen)}
      />
    </InboxFrame>
  )
}
