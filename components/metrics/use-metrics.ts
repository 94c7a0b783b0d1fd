'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useIsDrawnFor, usePlaceApi, usePlaceKey } from '@/components/inbox/place'
import { type Metrics, RANGES, type Range } from './types'

/** The numbers of this page's organization, asked for anew for as long as the window is seen. */
export function useMetrics(range: Range, drawn: Metrics) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useQuery({
    queryKey: ['metrics', range, ...usePlaceKey()],
    queryFn: ({ signal }) => call<Metrics>('GET', `metrics?range=${range}`, { signal }),
    placeholderData: keepPreviousData,
    ...(isDrawn ? { initialData: drawn } : {}),
    refetchInterval: RANGES[range].everyMs,
  })
}
