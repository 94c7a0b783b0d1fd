import type { Metadata } from 'next'
import { AttestationFrame } from '@/components/attestation/attestation-frame'
import { AttestationsView } from '@/components/attestation/attestations-view'
import { seeAttestations } from '@/components/attestation/see-attestations'
import type { AttestationView, PageOf, WorkflowRow } from '@/components/attestation/views'
import { toWire } from '@/components/data/to-wire'
import type { PlaceParams } from '@/components/inbox/read-place'
import { listAttestations } from '@/lib/attestation/list'
import { listWorkflows } from '@/lib/attestation/workflow/get'

export const metadata: Metadata = { title: 'Attestations' }

const PAGE = 30

export default function AttestationsPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  return seeAttestations(searchParams, async (seen) => {
    const [sent, received, workflows] = await Promise.all([
      listAttestations(seen.ctx, { limit: PAGE, direction: 'sent' }),
      listAttestations(seen.ctx, { limit: PAGE, direction: 'received' }),
      listWorkflows(seen.ctx, { limit: 10 }),
    ])
    return (
      <AttestationFrame
        seen={seen}
        lead="What your organization says on a chain about wallets, and what others say of yours: who may do what with which document, until when, and whether it was revoked."
      >
        <AttestationsView
          key={seen.place.id}
          sent={toWire<PageOf<AttestationView>>(sent)}
          received={toWire<PageOf<AttestationView>>(received)}
          workflows={toWire<PageOf<WorkflowRow>>(workflows)}
        />
      </AttestationFrame>
    )
  })
}
