'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { api } from '@/components/data/api'
import { useParty } from '@/components/wallet/party'
import { caseKey } from './case-key'
import type { CaseView } from './types'

export type LoadedCase = {
  dispute: CaseView
  /** The desk's time when it answered. */
  now: string
  /** Whom the desk answered. */
  viewer: string
}

/** Members hear no events of a challenge, and seats come from the chain: so it is looked at again. */
const LOOK_AGAIN_MS = 8_000

/** A dispute, live: first as the page brought it. */
export function useCase(loaded: LoadedCase) {
  const client = useQueryClient()
  const { party } = useParty()
  const { id, challenge_id } = loaded.dispute
  const key = useMemo(() => caseKey(challenge_id, id), [challenge_id, id])
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => api<CaseView>('GET', `cases/${id}`),
    initialData: loaded.dispute,
    refetchInterval: ({ state }) => (isOpen(state.data) ? LOOK_AGAIN_MS : false),
  })

  // A page drawn anew brings a newer answer, perhaps to somebody else.
  useEffect(() => {
    client.setQueryData(key, loaded.dispute)
  }, [client, key, loaded])
  const settled = (party?.address ?? null) === loaded.viewer
  useEffect(() => {
    if (!settled) void client.invalidateQueries({ queryKey: key })
  }, [client, key, settled])

  return { dispute: data, problem: error, settled, look: () => refetch() }
}

function isOpen(dispute: CaseView | undefined): boolean {
  return dispute?.status === 'OPEN' || dispute?.status === 'PREPARED'
}
