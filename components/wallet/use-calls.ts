'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import { afterNews, type CallState } from './call-state'
import { useParty } from './party'
import { keepSent, readSent } from './sent-store'
import { toTrouble, WalletProblem } from './trouble'
import { useEngine } from './use-engine'

/** One transaction as `stakes/prepare` answers it. */
export type PreparedCall = { to: string; data: string; value: string; chain_id: string; says: string }

const LOOK_EVERY_MS = 1_500

/**
 * Sends one transaction of this window's party and follows it: asked, sent, in a block, replaced or dropped. A reload
 * goes on following. `of` names what it does (`open:<deal>`): only one of a kind is under way. `onMined` is called once.
 */
export function useCall(of: string, onMined: () => void) {
  const { party } = useParty()
  const engine = useEngine()
  const networks = useNetworks()
  const key = `${party?.address ?? 'nobody'}.${of}`
  const [state, setState] = useState<CallState>({ kind: 'ready' })
  const mined = useRef(onMined)
  mined.current = onMined

  useEffect(() => {
    const sent = readSent(key)
    setState(sent ? { kind: 'sent', sent } : { kind: 'ready' })
  }, [key])

  const send = useCallback(
    async (call: PreparedCall, options: { chooseAccount?: boolean } = {}) => {
      setState({ kind: 'asked', doing: 'connecting' })
      try {
        if (!party) throw new WalletProblem('gone')
        const chainId = Number(call.chain_id.split(':')[1])
        const { sendWith } = await import('./sign-with')
        const hash = await sendWith(
          await engine(),
          party,
          { ...call, chainId },
          {
            ...options,
            onState: (doing) => setState({ kind: 'asked', doing }),
            networkName: () => networks.find(({ chain_id }) => chain_id === call.chain_id)?.name ?? call.chain_id,
          },
        )
        const sent = { hash, nonce: null, sentAt: Date.now() }
        keepSent(key, sent)
        setState({ kind: 'sent', sent })
      } catch (error) {
        setState({ kind: 'refused', trouble: toTrouble(error) })
      }
    },
    [party, engine, networks, key],
  )

  const sent = state.kind === 'sent' ? state.sent : null
  useEffect(() => {
    if (!sent || !party) return
    let here = true
    const look = async () => {
      const { lookUpWith } = await import('./sign-with')
      // A node that does not answer says nothing about the transaction: it is asked again.
      const news = await lookUpWith(await engine(), party, sent).catch(() => null)
      if (!here || !news) return
      const next = afterNews(sent, news, Date.now())
      if (next.kind === 'sent' && next.sent.nonce === sent.nonce) return
      keepSent(key, next.kind === 'sent' ? next.sent : null)
      setState(next)
      if (next.kind === 'mined' || next.kind === 'replaced') mined.current()
    }
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    void look()
    return () => {
      here = false
      clearInterval(timer)
    }
  }, [sent, party, engine, key])

  const forget = useCallback(() => {
    keepSent(key, null)
    setState({ kind: 'ready' })
  }, [key])
  return { state, send, forget }
}
