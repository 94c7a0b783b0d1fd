import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { AttestationFrame } from '@/components/attestation/attestation-frame'
import { seeAttestations } from '@/components/attestation/see-attestations'
import type { IssuerView, WorkflowView as Workflow } from '@/components/attestation/views'
import { WorkflowView } from '@/components/attestation/workflow-view'
import { toWire } from '@/components/data/to-wire'
import type { PlaceParams } from '@/components/inbox/read-place'
import { listIssuers } from '@/lib/attestation/issuer/list'
import { getWorkflow } from '@/lib/attestation/workflow/get'
import { isAppError } from '@/lib/errors'
import { isId } from '@/lib/id'

export const metadata: Metadata = { title: 'On their way' }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<PlaceParams> }

export default function WorkflowPage({ params, searchParams }: Props) {
  return seeAttestations(searchParams, async (seen) => {
    const { id } = await params
    if (!isId(id)) notFound()
    const read = Promise.all([getWorkflow(seen.ctx, { id, after: -1 }), listIssuers(seen.ctx, {})])
    const [workflow, { data: issuers }] = await read.catch((error) => {
      if (isAppError(error, 'E7001')) notFound()
      throw error
    })
    const issuer = issuers.find((one) => one.id === workflow.issuer_id) ?? null
    return (
      <AttestationFrame seen={seen} title="On their way" path="/attestations">
        <WorkflowView key={id} drawn={toWire<Workflow>(workflow)} issuer={issuer && toWire<IssuerView>(issuer)} />
      </AttestationFrame>
    )
  })
}
