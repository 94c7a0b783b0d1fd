import type { Metadata } from 'next'
import { DeadView } from '@/components/inbox/dead-view'
import { drawDead } from '@/components/inbox/draw-items'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { toChosen } from '@/components/inbox/inbox-query'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { SignedOut } from '@/components/wallet/signed-out'
import { CATALOGUE } from '@/lib/event/catalogue'

export const metadata: Metadata = { title: 'Dead letters, inbox' }

export default async function DeadPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const params = await searchParams
  const seen = await readPlace(params)
  if (!seen) return <SignedOut title="Sign in to see dead letters" />

  const { status: _, ...chosen } = toChosen(params)
  return (
    <InboxFrame
      seen={seen}
      title="Dead letters"
      lead="What failed too often, with the reason. Nothing here is tried again by itself, and nothing of its subject is held up by it."
    >
      <DeadView
        key={JSON.stringify([seen.place.id, chosen])}
        chosen={chosen}
        types={Object.keys(CATALOGUE)}
        drawn={await drawDead(seen, chosen)}
      />
    </InboxFrame>
  )
}
