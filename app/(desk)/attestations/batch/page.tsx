import type { Metadata } from 'next'
import { AttestationFrame } from '@/components/attestation/attestation-frame'
import { BatchForm } from '@/components/attestation/batch-form'
import { seeAttestations } from '@/components/attestation/see-attestations'
import type { IssuerView } from '@/components/attestation/views'
import { toWire } from '@/components/data/to-wire'
import type { PlaceParams } from '@/components/inbox/read-place'
import { listIssuers } from '@/lib/attestation/issuer/list'

export const metadata: Metadata = { title: 'Issue many' }

export default function BatchPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  return seeAttestations(searchParams, async (seen) => (
    <AttestationFrame
      seen={seen}
      title="Issue many"
      lead="Up to 1 000 attestations from a CSV file. The file is checked here, row by row; with one fault nothing is sent."
    >
      <BatchForm key={seen.place.id} issuers={toWire<{ data: IssuerView[] }>(await listIssuers(seen.ctx, {}))} />
    </AttestationFrame>
  ))
}
