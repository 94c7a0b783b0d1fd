'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { OneCall } from '@/components/challenge/chain-step'
import { OtherWallet } from '@/components/challenge/other-wallet'
import { ApiProblem } from '@/components/data/api'
import { usePlaceApi, usePlaceKey } from '@/components/inbox/place'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Confirm } from '@/components/ui/confirm'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import { useStale } from './queries'
import {
  afterLook,
  afterMined,
  callOf,
  isQuiet,
  keepPlan,
  newPlan,
  type Plan,
  type Prepared,
  readPlan,
  type SendCall,
} from './sends-store'

type Props = {
  workflowId: string
  from: string
  /** How many of its items wait, and when the desk said so. */
  waits: number
  readAt: number
}

/** What the organization’s own wallet sends, one transaction after the other. */
export default function WalletSends({ workflowId, from, waits, readAt }: Props) {
  const { party } = useParty()
  const stale = useStale()
  const isIssuer = party?.address === from
  const { plan, change, askAnew, prepared } = usePlan(workflowId, waits, isIssuer)
  const note = useNoteSent(workflowId)

  if (party && !isIssuer) {
    return (
      <div className="max-w-[30em]">
        <OtherWallet signer={from} title="Another wallet attests for your organization" says="It is" />
      </div>
    )
  }
  if (prepared.error) {
    return <NotNow error={prepared.error} busy={prepared.isFetching} onAgain={() => void prepared.refetch()} />
  }
  if (!plan) return <Waiting says="Getting the transactions ready" />
  const next = plan.calls[plan.done]
  if (!next) return <AllSent plan={plan} readAt={readAt} onAgain={askAnew} />

  const onMined = () => {
    // Said again in case the desk did not hear it when it was sent.
    note(next)
    change(afterMined(plan, Date.now()))
    void stale()
  }
  return (
    <section aria-label="What your wallet sends" className="max-w-[30em]">
      <OneCall
        key={plan.done}
        of={callOf(workflowId, plan.done)}
        before={plan.calls.slice(0, plan.done)}
        call={next}
        then={plan.calls.slice(plan.done + 1)}
        button={plan.calls.length === 1 ? 'Send it' : `Send ${plan.done + 1} of ${plan.calls.length}`}
        onSent={(hash) => note(next, hash)}
        onMined={onMined}
      >
        <p className="text-[.9rem] text-soft">
          If you do nothing: what is not sent within a day fails, and can be tried anew.
        </p>
      </OneCall>
    </section>
  )
}

/** The plan of this browser, or what the desk prepares when it has none. */
function usePlan(workflowId: string, waits: number, isIssuer: boolean) {
  const call = usePlaceApi()
  const key = usePlaceKey()
  // Undefined until this browser was asked what it has sent already.
  const [plan, setPlan] = useState<Plan | null | undefined>(undefined)
  const latest = useRef(waits)
  latest.current = waits
  /** Whether what was sent is asked for too, once. */
  const resend = useRef(false)

  const change = (next: Plan | null) => {
    keepPlan(workflowId, next)
    setPlan(next)
  }
  const take = useRef(change)
  take.current = change

  useEffect(() => setPlan(readPlan(workflowId)), [workflowId])
  useEffect(() => {
    if (!plan) return
    const looked = afterLook(plan, waits, Date.now())
    if (looked !== plan) take.current(looked)
  }, [plan, waits])

  const prepared = useQuery({
    queryKey: ['sends', workflowId, ...key],
    queryFn: async () => {
      const path = `attestation-workflows/${workflowId}/prepare${resend.current ? '?resend=true' : ''}`
      const next = newPlan(await call<Prepared>('GET', path), latest.current, Date.now())
      resend.current = false
      take.current(next)
      return next
    },
    enabled: plan === null && isIssuer,
    retry: false,
    // Kept here, and asked for only without one: an old answer is never taken for a new one.
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })
  const askAnew = () => {
    resend.current = Boolean(plan && plan.quietSince !== null)
    change(null)
  }
  return { plan, change, askAnew, prepared }
}

/**
 * Tells the desk which transaction a call became: it is then not prepared for anybody again. Without a hash the last one is
 * said once more.
 */
function useNoteSent(workflowId: string) {
  const call = usePlaceApi()
  const last = useRef<string | null>(null)
  return ({ indexes }: SendCall, sentAs?: string) => {
    const hash = sentAs ?? last.current
    last.current = sentAs ?? null
    if (hash === null) return
    const body = { tx_hash: hash, indexes }
    // What the desk does not hear it finds on the chain.
    call('POST', `attestation-workflows/${workflowId}/sent`, { body }).catch(() => undefined)
  }
}

function NotNow({ error, busy, onAgain }: { error: Error; busy: boolean; onAgain: () => void }) {
  return (
    <div role="alert" className="max-w-[30em]">
      <Callout look="wait" title="Nothing to send now">
        <p>{error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Nothing is lost.'}</p>
        <p className="mt-3">
          <Button busy={busy} onClick={onAgain}>
            Look again
          </Button>
        </p>
      </Callout>
    </div>
  )
}

/** What is asked for again too soon is attested twice: only once the desk has found nothing more for a while. */
function AllSent({ plan, readAt, onAgain }: { plan: Plan; readAt: number; onAgain: () => void }) {
  const [asking, setAsking] = useState(false)
  const quiet = isQuiet(plan, readAt)
  const isSent = plan.quietSince !== null
  return (
    <div className="max-w-[44em]">
      <p role="status" className="text-soft">
        {!isSent
          ? 'Nothing waits for your wallet.'
          : quiet
            ? 'Your wallet has sent all of it, and for two minutes the desk has found no more of it on the chain.'
            : 'Your wallet has sent all of it. The desk finds it on the chain in a moment.'}
      </p>
      {quiet ? (
        <p className="mt-3">
          <Button onClick={isSent ? () => setAsking(true) : onAgain}>Look what is left</Button>
        </p>
      ) : null}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Send what is left again?"
        says="Look into your wallet first. A transaction of it that a block took counts, even if the desk has not found it: sent again, it is attested twice, and both stand. Go on only if something was cancelled, replaced or refused there."
        action="Look what is left"
        onConfirm={onAgain}
      />
    </div>
  )
}
