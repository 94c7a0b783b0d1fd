'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import { ApiProblem, api } from '@/components/data/api'
import { useNetworks } from '@/components/data/networks'
import { useDraft } from '@/components/data/use-draft'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Confirm } from '@/components/ui/confirm'
import { Field, TextArea } from '@/components/ui/field'
import { Countdown, Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { useParty } from '@/components/wallet/party'
import type { CreditsAnswer } from '@/lib/credit/schemas'
import { appealBond } from '@/lib/receipt/appeal-rules'
import { partyKeyOf } from '@/lib/receipt/party-key'
import { sayCredits } from './say-task'

type Props = {
  receiptId: string
  /** The DID of the side that would appeal. */
  side: string
  amountAtomic: string
  /** Whether it stands as passed or failed. */
  stands: 'FINALIZED' | 'FAILED'
  until: Date
  onDone: () => Promise<unknown>
}

type Credits = z.infer<typeof CreditsAnswer>

/** Puts what a committee decided to another one: what it takes, what happens then, and what happens with the bond. */
export default function AppealStep({ receiptId, side, amountAtomic, stands, until, onDone }: Props) {
  const toast = useToast()
  const { party } = useParty()
  const draft = useDraft(`appeal:${receiptId}`, { reason: '' })
  const [asking, setAsking] = useState(false)
  const bond = appealBond(BigInt(amountAtomic))
  const credits = useQuery({
    queryKey: ['credits', party?.address ?? null],
    queryFn: () => api<Credits>('GET', 'credits'),
    enabled: party !== null,
    retry: false,
  })
  const balance = credits.data ? balanceOf(credits.data, side) : null
  const short = balance !== null && balance < bond

  const appeal = async () => {
    const reason = draft.value.reason.trim()
    try {
      await api('POST', `receipts/${receiptId}/appeal`, { body: reason ? { reason } : {} })
      draft.clear()
      toast({ title: 'Appealed', says: 'Others are drawn now, more of them.' })
    } finally {
      await onDone()
      void credits.refetch()
    }
  }
  return (
    <div className="grid gap-4">
      <p>
        You do not agree that it {stands === 'FINALIZED' ? 'passed' : 'failed'}? Others are drawn, twice as many and one
        more, none of them from the first committee, and their majority decides. It can be done once, for{' '}
        <Countdown until={until} says="An appeal is possible for" /> (until <Time at={until} />
        ).
      </p>
      <p>
        It takes a bond of <span className="font-[560] tabular-nums">{sayCredits(bond)}</span>{' '}
        {bond === 1_000n ? 'credit' : 'credits'}. It comes back if they say otherwise, or if nobody decides. If they say
        the same, it goes to those who judged.
      </p>
      <Field label="Why" optional hint="For whoever looks at it. It is not part of the proof.">
        {(wiring) => (
          <TextArea
            {...wiring}
            rows={3}
            maxLength={2_000}
            value={draft.value.reason}
            onChange={({ target }) => draft.change({ reason: target.value })}
          />
        )}
      </Field>
      {balance === null ? null : (
        <p className={short ? '' : 'text-soft'}>
          You have <span className="tabular-nums">{sayCredits(balance)}</span> credits.
        </p>
      )}
      {short ? <NotEnough side={side} onGot={() => void credits.refetch()} /> : null}
      <div>
        <Button onClick={() => setAsking(true)}>Appeal</Button>
      </div>
      <p className="text-[.9rem] text-soft">If you do nothing, it stays as it is.</p>
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        look="next"
        title="Put it to another committee?"
        says={`${sayCredits(bond)} credits are taken from your account until they have decided. It cannot be taken back, and nobody appeals twice.`}
        action="Appeal"
        onConfirm={appeal}
      />
    </div>
  )
}

function NotEnough({ side, onGot }: { side: string; onGot: () => void }) {
  const isLocal = useNetworks().some(({ chain_id }) => chain_id === 'eip155:31337')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<string | null>(null)
  const get = async () => {
    setBusy(true)
    setFailed(null)
    try {
      await api('POST', 'credits/faucet', { body: { did: side } })
      onGot()
    } catch (error) {
      setFailed(error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Try again in a moment.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Callout look="wait" title="Not enough credits">
      {isLocal ? (
        <>
          <p>On this local chain credits are for trying things out.</p>
          <p className="mt-3">
            <Button busy={busy} onClick={() => void get()}>
              Get some
            </Button>
          </p>
          <p role="alert" className="mt-2 text-red empty:hidden">
            {failed}
          </p>
        </>
      ) : (
        'An operator of this desk issues them.'
      )}
    </Callout>
  )
}

/** What the side has: the bond is taken from its own account. */
function balanceOf({ accounts }: Credits, side: string): bigint {
  const own = accounts.find(({ did }) => partyKeyOf(did) === partyKeyOf(side))
  return BigInt(own?.balance_atomic ?? '0')
}
