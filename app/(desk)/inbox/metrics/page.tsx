import type { Metadata } from 'next'
import { toWire } from '@/components/data/to-wire'
import { InboxFrame } from '@/components/inbox/inbox-frame'
import { type PlaceParams, readPlace } from '@/components/inbox/read-place'
import { MetricsView } from '@/components/metrics/metrics-view'
import { isRange, type Metrics } from '@/components/metrics/types'
import { SignedOut } from '@/components/wallet/signed-out'
import { getMetrics } from '@/lib/metrics/get-metrics'

export const metadata: Metadata = { title: 'Metrics, inbox' }

export default async function MetricsPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  const params = await searchParams
  const seen = await readPlace(params)
  if (!seen) return <SignedOut title="Sign in to see metrics" />

  const range = isRange(params.range) ? params.range : '1h'
  const drawn = toWire<Metrics>(await getMetrics(seen.ctx, { range }))
  return (
    <InboxFrame
      seen={seen}
      title="Metrics"
      lead="What came in, where it went, and how your calls fared. Every number is counted in the database when you look."
    >
      <MetricsView key={`${seen.place.id} ${range}`} range={range} drawn={drawn} />
    </InboxFrame>
  )
}
