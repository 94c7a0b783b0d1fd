'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '@/components/data/api'
import { keys } from '@/components/data/query-keys'
import { useParty } from '@/components/wallet/party'
import type { CommitteeView, ReceiptView } from './types'

/** A task as the page brought it. */
export type LoadedTask = {
  receipt: ReceiptView
  committee: CommitteeView
  /** The viewer's wallets and agents, as party keys; none for nobody. */
  names: string[]
  /** Whom the desk answered; null for nobody. */
  viewer: string | null
}

const LOOK_AGAIN_MS = 8_000
const OPEN = new Set(['AWAITING_COMMITTEE', 'PENDING', 'APPEALED'])

/** A task's receipt and its committee, live: members hear no events of it, so it is looked at again while it is open. */
export function useTask(loaded: LoadedTask) {
  const client = useQueryClient()
  const of = useParty().party?.address ?? null
  const { id } = loaded.receipt
  const again = OPEN.has(loaded.receipt.status) ? LOOK_AGAIN_MS : (false as const)
  const receipt = useQuery({
    queryKey: [...keys.receipt(id), of],
    queryFn: ({ signal }) => api<ReceiptView>('GET', `receipts/${id}`, { signal }),
    refetchInterval: ({ state }) => (OPEN.has(state.data?.status ?? '') ? LOOK_AGAIN_MS : again),
    ...(of === loaded.viewer ? { initialData: loaded.receipt } : {}),
  })
  const committee = useQuery({
    queryKey: [...keys.receipt(id), 'committee', of],
    queryFn: ({ signal }) => api<CommitteeView>('GET', `receipts/${id}/committee`, { signal }),
    refetchInterval: ({ state }) => (OPEN.has(state.data?.status ?? '') ? LOOK_AGAIN_MS : again),
    ...(of === loaded.viewer ? { initialData: loaded.committee } : {}),
  })
  useEffect(() => {
    // A page drawn anew brings a newer answer.
    client.setQueryData([...keys.receipt(id), loaded.viewer], loaded.receipt)
    client.setQueryData([...keys.receipt(id), 'committee', loaded.viewer], loaded.committee)
  }, [client, id, loaded])
  return {
    receipt: receipt.data ?? loaded.receipt,
    committee: committee.data ?? loaded.committee,
    problem: receipt.error ?? committee.error,
    /** The window is still whom the page was drawn for: only then what is asked is theirs. */
    settled: of === loaded.viewer,
    look: () => client.invalidateQueries({ queryKey: keys.receipt(id) }),
  }
}
