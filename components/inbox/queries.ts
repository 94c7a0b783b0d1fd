'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { ITEMS_A_PAGE } from './inbox-query'
import { useIsDrawnFor, usePlaceApi, usePlaceKey } from './place'
import type { ItemView, PageOf, WholeItemView } from './types'

/** Leases run out and consumers elsewhere work on, and no event tells of it. */
const AGAIN_MS = 5_000

/** The items of the organization's inbox as `query` narrows them, newest first, page by page. */
export function useItems(
  list: 'inbox' | 'inbox/dead',
  query: Record<string, string>,
  { drawn = null, enabled = true }: { drawn?: PageOf<ItemView> | null; enabled?: boolean } = {},
) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor() && drawn !== null
  return useInfiniteQuery({
    queryKey: ['inbox', list, query, ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({
        ...query,
        limit: `${ITEMS_A_PAGE}`,
        ...(pageParam ? { cursor: pageParam } : {}),
      })
      return call<PageOf<ItemView>>('GET', `${list}?${search}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    enabled,
    ...(isDrawn ? { initialData: { pages: [drawn], pageParams: [null] } } : {}),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 3 ? false : AGAIN_MS),
  })
}

/** One item of the inbox. */
export function useItem(id: string, drawn?: WholeItemView) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor() && drawn !== undefined
  return useQuery({
    queryKey: ['inbox', 'item', id, ...usePlaceKey()],
    queryFn: ({ signal }) => call<WholeItemView>('GET', `inbox/${id}`, { signal }),
    ...(isDrawn ? { initialData: drawn } : {}),
    refetchInterval: AGAIN_MS,
  })
}

/** Reads the inbox anew. */
export function useStaleInbox(): () => void {
  const client = useQueryClient()
  return useCallback(() => void client.invalidateQueries({ queryKey: ['inbox'] }), [client])
}
