import type { Metadata } from 'next'
import { AttestationFrame } from '@/components/attestation/attestation-frame'
import { IssuersView } from '@/components/attestation/issuers-view'
import { seeAttestations } from '@/components/attestation/see-attestations'
import type { IssuerView } from '@/components/attestation/views'
import { toWire } from '@/components/data/to-wire'
import type { PlaceParams } from '@/components/inbox/read-place'
import { listIssuers } from '@/lib/attestation/issuer/list'

export const metadata: Metadata = { title: 'Issuers' }

export default function IssuersPage({ searchParams }: { searchParams: Promise<PlaceParams> }) {
  return seeAttestations(searchParams, async (seen) => (
    <AttestationFrame
      seen={seen}
      title="Issuers"
      lead="On each network one address is the attester of all your organization issues there. Only it can revoke what it attested."
    >
      <IssuersView key={seen.place.id} drawn={toWire<{ data: IssuerView[] }>(await listIssuers(seen.ctx, {}))} />
    </AttestationFrame>
  ))
}
