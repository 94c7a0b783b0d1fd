'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useIsDrawnFor, usePlaceApi, usePlaceKey } from '@/components/inbox/place'
import type { DeliveryView, PageOf, WebhookView } from './types'

/** Deliveries go on by themselves, and no event tells of them. */
const AGAIN_MS = 4_000
/** More than anybody has; the rest follows page by page. */
const SHOWN = 50

/** The endpoints of the organization, beginning with what the server drew. */
export function useWebhooks(drawn: PageOf<WebhookView>) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useInfiniteQuery({
    queryKey: ['webhooks', ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) =>
      call<PageOf<WebhookView>>('GET', withCursor(`webhooks?limit=${SHOWN}`, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    ...(isDrawn ? { initialData: { pages: [drawn], pageParams: [null] } } : {}),
    refetchInterval: 15_000,
  })
}

export function useWebhook(drawn: WebhookView): WebhookView {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  const { data = drawn } = useQuery({
    queryKey: ['webhook', drawn.id, ...usePlaceKey()],
    queryFn: ({ signal }) => call<WebhookView>('GET', `webhooks/${drawn.id}`, { signal }),
    ...(isDrawn ? { initialData: drawn } : {}),
    refetchInterval: AGAIN_MS,
  })
  return data
}

export function useDeliveries(id: string, status: string, drawn: PageOf<DeliveryView>) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor() && status === ''
  const path = `webhooks/${id}/deliveries?limit=20${status ? `&status=${status}` : ''}`
  return useInfiniteQuery({
    queryKey: ['webhook', id, 'deliveries', status, ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) => call<PageOf<DeliveryView>>('GET', withCursor(path, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    ...(isDrawn ? { initialData: { pages: [drawn], pageParams: [null] } } : {}),
    // Only what is at the top changes by itself; many pages would be read again and again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
  })
}

/** Reads everything about the organization's endpoints anew. */
export function useStale(): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    void client.invalidateQueries({ queryKey: ['webhooks'] })
    void client.invalidateQueries({ queryKey: ['webhook'] })
  }, [client])
}

function withCursor(path: string, cursor: string | null): string {
  return cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path
}
