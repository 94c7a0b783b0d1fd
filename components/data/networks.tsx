'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { NetworkView } from './types'

const Networks = createContext<NetworkView[]>([])

export function NetworksProvider({ networks, children }: { networks: NetworkView[]; children: ReactNode }) {
  return <Networks value={networks}>{children}</Networks>
}

/** The networks this desk works on, as `GET networks` has them. */
export function useNetworks(): NetworkView[] {
  return useContext(Networks)
}
