'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { usePlaceApi, usePlaceKey } from './place'
import type { ItemView, PageOf, WholeItemView } from './types'

/** Leases run out and consumers elsewhere work on, and no event tells of it. */
const AGAIN_MS = 5_000
export const PAGE = 30

/** The items of the organization's inbox as `query` narrows them, newest first, page by page. */
export function useItems(list: 'inbox' | 'inbox/dead', query: Record<string, string>, enabled = true) {
  const call = usePlaceApi()
  return useInfiniteQuery({
    queryKey: ['inbox', list, query, ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) => {
      const search = new URLSearchParams({ ...query, limit: `${PAGE}`, ...(pageParam ? { cursor: pageParam } : {}) })
      return call<PageOf<ItemView>>('GET', `${list}?${search}`, { signal })
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 3 ? false : AGAIN_MS),
  })
}

/** One item of the inbox. */
export function useItem(id: string, drawn?: WholeItemView) {
  const call = usePlaceApi()
  return useQuery({
    queryKey: ['inbox', 'item', id, ...usePlaceKey()],
    queryFn: ({ signal }) => call<WholeItemView>('GET', `inbox/${id}`, { signal }),
    ...(drawn ? { initialData: drawn } : {}),
    refetchInterval: AGAIN_MS,
  })
}

/** Reads the inbox anew. */
export function useStaleInbox(): () => void {
  const client = useQueryClient()
  return useCallback(() => void client.invalidateQueries({ queryKey: ['inbox'] }), [client])
}
