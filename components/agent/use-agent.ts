'use client'

import { useQuery } from '@tanstack/react-query'
import { api } from '@/components/data/api'
import type { Drawn } from '@/components/desk/queries'
import { useParty } from '@/components/wallet/party'
import type { AgentView } from './types'

/** What the chain said comes in with its blocks, and no event tells of it. */
const AGAIN_MS = 6_000

/** An agent, live: first as the page brought it. */
export function useAgent(drawn: Drawn<AgentView>) {
  const of = useParty().party?.address ?? null
  const { did } = drawn.value
  return useQuery({
    queryKey: ['agent', did, of],
    queryFn: ({ signal }) => api<AgentView>('GET', `agents/${encodeURIComponent(did)}`, { signal }),
    ...(of === drawn.of ? { initialData: drawn.value } : {}),
    refetchInterval: AGAIN_MS,
  })
}
