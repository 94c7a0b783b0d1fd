'use client'

import { useCallback, useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import type { TypedData } from '@/components/data/types'
import { caip2 } from '@/lib/proof/chains'
import { useParty } from './party'
import { toTrouble, WalletProblem, type WalletTrouble } from './trouble'
import { useEngine } from './use-engine'

export type SignerState = 'idle' | 'connecting' | 'switching' | 'signing'
export type Signature = `0x${string}`

/**
 * Signs typed data with the wallet of this window's party: finds the wallet again, has it on the right account and
 * network, asks it, and sees that what came back is a signature of exactly that. `sign` throws when it does not; what
 * went wrong is then in `trouble`.
 */
export function useSigner() {
  const { party } = useParty()
  const engine = useEngine()
  const networks = useNetworks()
  const [state, setState] = useState<SignerState>('idle')
  const [trouble, setTrouble] = useState<WalletTrouble | null>(null)

  const sign = useCallback(
    async (typedData: TypedData, options: { chooseAccount?: boolean } = {}): Promise<Signature> => {
      setTrouble(null)
      setState('connecting')
      try {
        if (!party) throw new WalletProblem('gone')
        const { signWith } = await import('./sign-with')
        return await signWith(await engine(), party, typedData, {
          ...options,
          onState: setState,
          networkName: (chainId) =>
            networks.find(({ chain_id }) => chain_id === caip2(chainId))?.name ?? `chain ${chainId}`,
        })
      } catch (error) {
        setTrouble(toTrouble(error))
        throw error
      } finally {
        setState('idle')
      }
    },
    [party, engine, networks],
  )
  const clear = useCallback(() => setTrouble(null), [])

  return { sign, trouble, state, clear }
}
