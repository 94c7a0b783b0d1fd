'use client'

import { createContext, type ReactNode, useCallback, useContext } from 'react'
import { api } from '@/components/data/api'
import { useParty } from '@/components/wallet/party'
import type { Place } from './place-type'

const PlaceContext = createContext<Place | null>(null)

export function PlaceProvider({ place, children }: { place: Place; children: ReactNode }) {
  return <PlaceContext value={place}>{children}</PlaceContext>
}

/** The organization this page is about. */
export function usePlace(): Place {
  const place = useContext(PlaceContext)
  if (!place) throw new Error('usePlace stands within a PlaceProvider')
  return place
}

/** `api` acting in the organization of this page. */
export function usePlaceApi() {
  const { id } = usePlace()
  return useCallback(
    <T,>(
      method: Parameters<typeof api>[0],
      path: string,
      options: Omit<Parameters<typeof api>[2], 'organization'> = {},
    ) => api<T>(method, path, { ...options, organization: id }),
    [id],
  )
}

/** What stands in every query key of these pages: another party or another organization is another answer. */
export function usePlaceKey(): readonly [party: string | null, organization: string] {
  const { id } = usePlace()
  return [useParty().party?.address ?? null, id]
}
