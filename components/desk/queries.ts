'use client'

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { AuditView } from '@/components/case/types'
import { api } from '@/components/data/api'
import { keys } from '@/components/data/query-keys'
import type { ChallengeView } from '@/components/data/types'
import { useParty } from '@/components/wallet/party'
import type { ReceiptView } from './receipt-view'
import type { NewsEvent } from './say-news'

export type PageOf<T> = { data: T[]; next_cursor: string | null }
/** What the server had read when it drew the page, and for whom (an address, or null for nobody). */
export type Drawn<T> = { of: string | null; value: T }

/** More than anybody does in a day; the rest follows as these are done. */
export const WAITING_PATH = 'challenges?waiting=true&limit=100'
export const OPEN_PATH = 'challenges?open=true&limit=50'
export const NEWS_PATH = 'events?limit=30'
export const SEATS_PATH = 'audits?limit=50'
export const TASKS_PATH = 'receipts?mine=true&kind=task&limit=50'
/** Whoever sits on a panel hears nothing of the challenge, so it is looked at again. */
const SEATS_AGAIN_MS = 60_000

export const useWaiting = (drawn: Drawn<PageOf<ChallengeView>>) => useRead(keys.waiting, WAITING_PATH, drawn)
export const useOpen = (drawn: Drawn<PageOf<ChallengeView>>) =>
  useRead(keys.challenges({ open: 'true' }), OPEN_PATH, drawn)
export const useNews = (drawn: Drawn<PageOf<NewsEvent>>) => useRead(keys.events, NEWS_PATH, drawn)
export const useSeats = (drawn: Drawn<PageOf<AuditView>>) =>
  useRead(keys.audits({ desk: 'true' }), SEATS_PATH, drawn, SEATS_AGAIN_MS)
export const useTasks = (drawn: Drawn<PageOf<ReceiptView>>) =>
  useRead(keys.receipts({ desk: 'true' }), TASKS_PATH, drawn)

/** Reads `path` for the party of this window, beginning with what the server drew if it drew it for them. */
function useRead<T>(key: readonly unknown[], path: string, drawn: Drawn<T>, againMs?: number) {
  const of = useParty().party?.address ?? null
  const { data } = useQuery({
    queryKey: [...key, of],
    queryFn: ({ signal }) => api<T>('GET', path, { signal }),
    ...(againMs ? { refetchInterval: againMs } : {}),
    ...(of === drawn.of ? { initialData: drawn.value } : {}),
  })
  return data
}

/** As `useRead`, page by page. `query` is what the list is narrowed to. */
export function usePages<T>(
  list: 'challenges' | 'receipts' | 'audits',
  query: Record<string, string>,
  drawn: Drawn<PageOf<T>>,
  from: string | null,
) {
  const of = useParty().party?.address ?? null
  return useInfiniteQuery({
    queryKey: [...keys[list](query), of, from],
    queryFn: ({ pageParam, signal }) => api<PageOf<T>>('GET', pathOf(list, query, pageParam), { signal }),
    initialPageParam: from,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    ...(of === drawn.of ? { initialData: { pages: [drawn.value], pageParams: [from] } } : {}),
  })
}

function pathOf(list: string, query: Record<string, string>, cursor: string | null): string {
  return `${list}?${new URLSearchParams({ ...query, ...(cursor ? { cursor } : {}) })}`
}

/** The titles of the challenges that news is about: of those on this page, else read one by one, else none. */
export function useTitle(id: string | null, known: Record<string, string>): string | null {
  const of = useParty().party?.address ?? null
  const title = id === null ? undefined : known[id]
  const { data } = useQuery({
    queryKey: [...keys.challenge(id ?? ''), 'title', of],
    queryFn: async ({ signal }) => (await api<ChallengeView>('GET', `challenges/${id}`, { signal })).title,
    enabled: id !== null && title === undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  return title ?? data ?? null
}
