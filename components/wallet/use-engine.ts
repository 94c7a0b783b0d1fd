'use client'

import { useCallback } from 'react'
import { useNetworks } from '@/components/data/networks'
import type { WalletEngine } from './engine'
import { useParty } from './party'

/** The wallet code, loaded when first asked for. */
export function useEngine(): () => Promise<WalletEngine> {
  const networks = useNetworks()
  const { choices } = useParty()
  return useCallback(async () => (await import('./engine')).openEngine({ networks, choices }), [networks, choices])
}
