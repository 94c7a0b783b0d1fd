'use client'

import { useCallback, useState } from 'react'
import { useNetworks } from '@/components/data/networks'
import { useParty } from '@/components/wallet/party'
import { toTrouble, WalletProblem, type WalletTrouble } from '@/components/wallet/trouble'
import { useEngine } from '@/components/wallet/use-engine'
import type { SignerState } from '@/components/wallet/use-signer'
import { caip2 } from '@/lib/proof/chains'

/** As `useSigner`, of a plain text. `sign` is null when it was not signed; what went wrong is then in `trouble`. */
export function useTextSigner() {
  const { party } = useParty()
  const engine = useEngine()
  const networks = useNetworks()
  const [state, setState] = useState<SignerState>('idle')
  const [trouble, setTrouble] = useState<WalletTrouble | null>(null)

  const sign = useCallback(
    async (message: string, options: { chooseAccount?: boolean } = {}): Promise<string | null> => {
      setTrouble(null)
      setState('connecting')
      try {
        if (!party) throw new WalletProblem('gone')
        const { signTextWith } = await import('@/components/wallet/sign-with')
        const networkName = (chainId: number) =>
          networks.find(({ chain_id }) => chain_id === caip2(chainId))?.name ?? `chain ${chainId}`
        const text = { message, chainId: party.chainId }
        return await signTextWith(await engine(), party, text, { ...options, onState: setState, networkName })
      } catch (error) {
        setTrouble(toTrouble(error))
        return null
      } finally {
        setState('idle')
      }
    },
    [party, engine, networks],
  )
  const fail = useCallback((error: unknown) => setTrouble(toTrouble(error)), [])
  const clear = useCallback(() => setTrouble(null), [])
  return { sign, state, trouble, fail, clear }
}
