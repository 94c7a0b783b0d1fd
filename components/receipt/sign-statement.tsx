'use client'

import { useQuery } from '@tanstack/react-query'
import { OtherWallet } from '@/components/challenge/other-wallet'
import { ApiProblem, api } from '@/components/data/api'
import type { TypedData } from '@/components/data/types'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { useParty } from '@/components/wallet/party'
import { SignRequest } from '@/components/wallet/sign-request'
import { parseDid } from '@/lib/proof/did'
import { ProgramSigns } from './program-signs'
import type { StatementDraft } from './statement-draft'
import type { AttestedView, TextView } from './types'

type Props = {
  receiptId: string
  statement: StatementDraft
  /** On the red button. */
  label: string
  /** The page shows the viewer it was drawn for: only then is there something to sign. */
  settled: boolean
  onSigned: (answer: AttestedView | null) => Promise<unknown>
}

/** What is signed, field for field as the wallet shows it; then the wallet. */
export function SignStatement({ receiptId, statement, label, settled, onSigned }: Props) {
  const { party } = useParty()
  const { evidence_ref, ...signed } = statement
  const asked = new URLSearchParams(Object.entries(signed).filter(([, value]) => value !== undefined)).toString()
  const text = useQuery({
    queryKey: ['statement-to-sign', receiptId, asked, party?.address ?? null],
    queryFn: () => api<TextView>('GET', `receipts/${receiptId}/attestation?${asked}`),
    // Asked for once: what the wallet shows must not change under the person's eyes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    enabled: party !== null && settled,
  })

  if (text.error) return <NothingToSign error={text.error} busy={text.isFetching} onAgain={() => void text.refetch()} />
  const signer = text.data ? parseDid(text.data.did)?.address : undefined
  if (text.data?.document) return <ProgramSigns receiptId={receiptId} text={text.data} statement={statement} />
  if (party && signer && signer !== party.address) {
    return <OtherWallet signer={signer} title="Another wallet of yours is asked" says="It is" />
  }

  const submit = async (signature: string) => {
    let answer: AttestedView | null = null
    try {
      const body = { ...statement, signature, ...(text.data ? { round: text.data.round } : {}) }
      answer = await api<AttestedView>('POST', `receipts/${receiptId}/attestations`, { body })
    } finally {
      // Refused or taken, the receipt may stand elsewhere now.
      await onSigned(answer)
    }
  }
  return (
    <SignRequest
      typedData={(text.data?.typed_data as TypedData | undefined) ?? null}
      label={label}
      onSigned={submit}
      onNewText={() => void text.refetch()}
    />
  )
}

type NothingProps = { error: Error; busy: boolean; onAgain: () => void }

function NothingToSign({ error, busy, onAgain }: NothingProps) {
  return (
    <div role="alert">
      <Callout look="no" title="There is nothing to sign">
        <p>{error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Nothing is lost.'}</p>
        <p className="mt-3">
          <Button onClick={onAgain} busy={busy}>
            Ask for the text again
          </Button>
        </p>
      </Callout>
    </div>
  )
}
