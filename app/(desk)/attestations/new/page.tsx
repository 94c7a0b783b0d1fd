import type { Metadata } from 'next'
import { AttestationFrame } from '@/components/attestation/attestation-frame'
import { IssueForm } from '@/components/attestation/issue-form'
import { seeAttestations } from '@/components/attestation/see-attestations'
import type { IssuerView } from '@/components/attestation/views'
import { toWire } from '@/components/data/to-wire'
import type { PlaceParams } from '@/components/inbox/read-place'
import { listIssuers } from '@/lib/attestation/issuer/list'

export const metadata: Metadata = { title: 'Issue one' }

export default function NewAttestationPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  return seeAttestations(searchParams, async (seen) => (
    <AttestationFrame
      seen={seen}
      title="Issue one"
      lead="Say on a chain what a wallet may do with a document. It is on its way once you press, and stands once its chain has confirmed it."
    >
      <IssueForm key={seen.place.id} issuers={toWire<{ data: IssuerView[] }>(await listIssuers(seen.ctx, {}))} />
    </AttestationFrame>
  ))
}
