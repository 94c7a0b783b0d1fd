import type { Metadata } from 'next'
import { AttestationFrame } from '@/components/attestation/attestation-frame'
import { DeadView } from '@/components/attestation/dead-view'
import { seeAttestations } from '@/components/attestation/see-attestations'
import type { DeadView as Dead, PageOf } from '@/components/attestation/views'
import { toWire } from '@/components/data/to-wire'
import type { PlaceParams } from '@/components/inbox/read-place'
import { listDead } from '@/lib/attestation/workflow/list-dead'

export const metadata: Metadata = { title: 'Dead letters of attestations' }

export default function DeadAttestationsPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  return seeAttestations(searchParams, async (seen) => (
    <AttestationFrame
      seen={seen}
      title="Dead letters"
      lead="What a chain would not take, or what could not be sent in time, with why. Others that were asked for together are not held up by it."
    >
      <DeadView key={seen.place.id} drawn={toWire<PageOf<Dead>>(await listDead(seen.ctx, { limit: 30 }))} />
    </AttestationFrame>
  ))
}
