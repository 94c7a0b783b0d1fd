'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { OneCall } from '@/components/challenge/chain-step'
import { OtherWallet } from '@/components/challenge/other-wallet'
import { ApiProblem } from '@/components/data/api'
import { usePlaceApi, usePlaceKey } from '@/components/inbox/place'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Waiting } from '@/components/ui/waiting'
import { useParty } from '@/components/wallet/party'
import type { PreparedCall } from '@/components/wallet/use-calls'
import { useStale } from './queries'

type Plan = { calls: PreparedCall[]; done: number }

const keyOf = (id: string) => `countersign.sends.${id}`

/**
 * What the organization’s own wallet sends, one transaction after the other. The calls are asked for once and kept: the
 * desk learns of each from the chain, a little later, and would prepare the same again until then.
 */
export default function WalletSends({ workflowId, from }: { workflowId: string; from: string }) {
  const { party } = useParty()
  const call = usePlaceApi()
  const stale = useStale()
  const key = usePlaceKey()
  // Undefined until this browser was asked what it has sent already.
  const [plan, setPlan] = useState<Plan | null | undefined>(undefined)
  useEffect(() => setPlan(readPlan(workflowId)), [workflowId])
  const prepared = useQuery({
    queryKey: ['sends', workflowId, ...key],
    queryFn: async () => {
      const { calls } = await call<{ calls: PreparedCall[] }>('GET', `attestation-workflows/${workflowId}/prepare`)
      const next = { calls, done: 0 }
      keepPlan(workflowId, next)
      setPlan(next)
      return next
    },
    enabled: plan === null && party?.address === from,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  })

  if (party && party.address !== from) {
    return (
      <div className="max-w-[30em]">
        <OtherWallet signer={from} title="Another wallet attests for your organization" says="It is" />
      </div>
    )
  }
  if (prepared.error) {
    return (
      <div role="alert" className="max-w-[30em]">
        <Callout look="wait" title="Nothing to send now">
          <p>
            {prepared.error instanceof ApiProblem
              ? prepared.error.detail
              : 'The desk cannot be reached. Nothing is lost.'}
          </p>
          <p className="mt-3">
            <Button busy={prepared.isFetching} onClick={() => void prepared.refetch()}>
              Look again
            </Button>
          </p>
        </Callout>
      </div>
    )
  }
  if (!plan) return <Waiting says="Getting the transactions ready" />
  const next = plan.calls[plan.done]
  if (!next) {
    return (
      <div className="max-w-[44em]">
        <p role="status" className="text-soft">
          {plan.calls.length === 0
            ? 'Nothing waits for your wallet.'
            : 'All of it is in blocks. The desk finds it there in a moment.'}
        </p>
        <p className="mt-3">
          <Button onClick={() => again(workflowId, setPlan)}>Look what is left</Button>
        </p>
      </div>
    )
  }
  const onMined = () => {
    const after = { ...plan, done: plan.done + 1 }
    keepPlan(workflowId, after)
    setPlan(after)
    void stale()
  }
  return (
    <section aria-label="What your wallet sends" className="max-w-[30em]">
      <OneCall
        key={plan.done}
        of={`attest.${workflowId}.${plan.done}`}
        before={plan.calls.slice(0, plan.done)}
        call={next}
        then={plan.calls.slice(plan.done + 1)}
        button={plan.calls.length === 1 ? 'Send it' : `Send ${plan.done + 1} of ${plan.calls.length}`}
        onMined={onMined}
      >
        <p className="text-[.9rem] text-soft">
          If you do nothing: what is not sent within five minutes of a reachable chain fails, and can be tried anew.
        </p>
      </OneCall>
    </section>
  )
}

function again(id: string, setPlan: (plan: null) => void): void {
  keepPlan(id, null)
  setPlan(null)
}

function readPlan(id: string): Plan | null {
  try {
    return JSON.parse(localStorage.getItem(keyOf(id)) ?? 'null') as Plan | null
  } catch {
    return null
  }
}

function keepPlan(id: string, plan: Plan | null): void {
  try {
    if (plan) localStorage.setItem(keyOf(id), JSON.stringify(plan))
    else localStorage.removeItem(keyOf(id))
  } catch {
    // A browser that keeps nothing: the plan lasts as long as the page.
  }
}
