'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Hash } from '@/components/ui/hash'
import { Waiting } from '@/components/ui/waiting'
import { type CallState, sayCall } from '@/components/wallet/call-state'
import { useParty } from '@/components/wallet/party'
import { TroubleNote } from '@/components/wallet/trouble-note'
import { type PreparedCall, useCall } from '@/components/wallet/use-calls'
import { signerOf } from './act'
import { CallList, isApproval } from './call-list'
import { useOpenChallenge } from './challenge-context'
import { OtherWallet } from './other-wallet'

type Props = {
  /** Of `stakes/prepare`. */
  step: string
  /** What else it takes: `response_hash`, `token`. */
  with?: Record<string, string>
  /** On the red button of the last call. */
  button: string
  /** The desk has nothing (more) to prepare: said instead of its refusal. */
  done?: string
  children?: ReactNode
}

/** A step of the challenge that the page around is about. */
export function ChainStep(props: Props) {
  const { challenge } = useOpenChallenge()
  const { party } = useParty()
  const signer = signerOf(challenge)
  // The contract takes it from the wallet that signed the terms, and from no other.
  if (party && signer && signer !== party.address) {
    return (
      <OtherWallet signer={signer} title="Another wallet of yours does this">
        {props.children}
      </OtherWallet>
    )
  }
  return <ChainStepOf challengeId={challenge.id} version={challenge.log_head} {...props} />
}

type OfProps = Props & {
  challengeId: string
  /** Asked for anew when it changes. */
  version: string
}

/**
 * What a wallet sends to the chain, one transaction after the other: each is said before the wallet opens, followed until
 * it is in a block, and then the desk is asked what is left.
 */
export function ChainStepOf({ challengeId, version, step, with: more, button, done, children }: OfProps) {
  const { party, openConnect } = useParty()
  const [sent, setSent] = useState(false)
  const [before, setBefore] = useState<PreparedCall[]>([])
  const asked = new URLSearchParams({ step, ...more }).toString()
  const prepared = useQuery({
    queryKey: ['prepare', challengeId, asked, party?.address ?? null, version],
    queryFn: () => api<{ calls: PreparedCall[] }>('GET', `challenges/${challengeId}/stakes/prepare?${asked}`),
    enabled: party !== null && !sent,
    retry: false,
    staleTime: 0,
    gcTime: 0,
  })

  if (sent && done) return <p role="status">{done}</p>
  if (!party) {
    return (
      <Button look="next" className="w-full" onClick={() => openConnect()}>
        Connect your wallet
      </Button>
    )
  }
  if (prepared.error) {
    return (
      <div className="grid gap-3">
        <NotNow error={prepared.error} done={done} onAgain={() => void prepared.refetch()} busy={prepared.isFetching} />
        {children}
      </div>
    )
  }
  const [call, ...then] = prepared.data?.calls ?? []
  if (!prepared.data) return <Waiting says="Getting the transaction ready" />
  if (!call) return done ? <p className="text-soft">{done}</p> : null
  const onMined = () => {
    // After the last one there is nothing to ask for: the challenge itself says what came of it.
    if (then.length === 0) return setSent(true)
    setBefore((earlier) => [...earlier, call])
    void prepared.refetch()
  }
  return (
    <OneCall
      key={call.data + call.value}
      of={`${step}.${challengeId}.${call.data.slice(0, 10)}`}
      before={before}
      call={call}
      then={then}
      button={then.length > 0 && isApproval(call) ? 'Allow it' : button}
      onMined={onMined}
    >
      {children}
    </OneCall>
  )
}

type OneProps = {
  of: string
  /** In a block already. */
  before: PreparedCall[]
  call: PreparedCall
  then: PreparedCall[]
  button: string
  /** The wallet has sent it, and this is its hash; said again after a reload. */
  onSent?: (hash: string) => void
  onMined: () => void
  children: ReactNode
}

/** One transaction: said before the wallet opens, followed until it is in a block. */
export function OneCall({ of, before, call, then, button, onSent, onMined, children }: OneProps) {
  const { state, send, forget } = useCall(of, onMined)
  const told = useRef(onSent)
  told.current = onSent
  const sentAs = state.kind === 'sent' ? state.sent.hash : null
  useEffect(() => {
    if (sentAs) told.current?.(sentAs)
  }, [sentAs])
  const { party, openConnect } = useParty()
  const retry = (act: string) => {
    if (act === 'sign-in' || act === 'choose-wallet') return openConnect(party ? { address: party.address } : {})
    void send(call, { chooseAccount: act === 'choose-account' })
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <CallList before={before} call={call} then={then} />
      {state.kind === 'refused' ? (
        <TroubleNote trouble={state.trouble} onWay={() => retry(state.trouble.way.act)} />
      ) : (
        <SendButton state={state} button={button} onSend={() => void send(call)} onForget={forget} />
      )}
      <Where state={state} />
      <p className="text-[.9rem] text-soft">Your wallet pays the gas. The desk cannot move what is in the contract.</p>
      {children}
    </div>
  )
}

type SendProps = { state: CallState; button: string; onSend: () => void; onForget: () => void }

function SendButton({ state, button, onSend, onForget }: SendProps) {
  if (state.kind === 'failed' || state.kind === 'dropped') {
    return (
      <Button look="next" className="w-full" onClick={onForget}>
        Look again
      </Button>
    )
  }
  const working = state.kind === 'asked' || state.kind === 'sent' || state.kind === 'mined'
  return (
    <Button look="next" className="w-full" busy={working} onClick={onSend}>
      {button}
    </Button>
  )
}

/** Said aloud as it changes. */
function Where({ state }: { state: CallState }) {
  const says = sayCall(state)
  const hash = state.kind === 'sent' ? state.sent.hash : 'hash' in state ? state.hash : null
  return (
    <div role="status" className={says ? 'grid gap-1 text-[.92rem]' : 'sr-only'}>
      {says ? <p>{says}</p> : null}
      {hash ? (
        <p className="text-soft">
          Transaction <Hash value={hash} />
        </p>
      ) : null}
    </div>
  )
}

type NotNowProps = { error: Error; done: string | undefined; onAgain: () => void; busy: boolean }

function NotNow({ error, done, onAgain, busy }: NotNowProps) {
  const code = error instanceof ApiProblem ? error.code : null
  if (code === 'E5011' && done) return <p className="text-soft">{done}</p>
  const says = error instanceof ApiProblem ? error.detail : 'The desk cannot be reached. Nothing is lost.'
  return (
    <div role="alert">
      <Callout
        look={code === 'E5013' ? 'no' : 'wait'}
        title={code === 'E5012' ? 'Not enough in the wallet' : 'Not now'}
      >
        <p>{says}</p>
        <p className="mt-3">
          <Button onClick={onAgain} busy={busy}>
            Look again
          </Button>
        </p>
      </Callout>
    </div>
  )
}
