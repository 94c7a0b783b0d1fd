'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { ToastProvider } from '@/components/ui/toast'
import { PartyProvider } from '@/components/wallet/party'
import type { Party, WalletChoices } from '@/components/wallet/party-type'
import { ApiProblem } from './api'
import { ConnectionBanner } from './connection'
import { NetworksProvider } from './networks'
import type { NetworkView } from './types'
import { useLive } from './use-live'

type Props = {
  party: Party | null
  others: Party[]
  networks: NetworkView[]
  choices?: WalletChoices
  children: ReactNode
}

/** What every page of the desk stands in: who acts, what is known, what just happened, and whether the desk is there. */
export function DeskProviders({ party, others, networks, choices, children }: Props) {
  const [client] = useState(makeClient)
  return (
    <QueryClientProvider client={client}>
      <NetworksProvider networks={networks}>
        <ToastProvider>
          <PartyProvider party={party} others={others} {...(choices ? { choices } : {})}>
            <ConnectionBanner />
            <Live party={party?.address ?? null} />
            {children}
          </PartyProvider>
        </ToastProvider>
      </NetworksProvider>
    </QueryClientProvider>
  )
}

function Live({ party }: { party: string | null }) {
  useLive(party)
  return null
}

function makeClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // The event stream says when something is stale; coming back to the window reads anew all the same.
        staleTime: 30_000,
        // A refusal will be the same refusal again; a desk that is gone is looked for by connection-store.
        retry: (tries, error) => !(error instanceof ApiProblem && error.status < 500) && tries < 2,
        networkMode: 'always',
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
}
