'use client'

import { createContext, type ReactNode, useCallback, useContext } from 'react'
import { api } from '@/components/data/api'
import { useParty } from '@/components/wallet/party'
import type { Place } from './place-type'

const PlaceContext = createContext<Place | null>(null)
const DrawnContext = createContext<string | null>(null)

type Props = {
  place: Place
  /** The address of whom the server drew the page for. */
  of: string
  children: ReactNode
}

export function PlaceProvider({ place, of, children }: Props) {
  return (
    <PlaceContext value={place}>
      <DrawnContext value={of}>{children}</DrawnContext>
    </PlaceContext>
  )
}

/** Whether this window is still the party the server drew the page for: only then what it read is a first answer. */
export function useIsDrawnFor(): boolean {
  const of = useContext(DrawnContext)
  const { party } = useParty()
  return of !== null && party?.address === of
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
