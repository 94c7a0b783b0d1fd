'use client'

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { useIsDrawnFor, usePlaceApi, usePlaceKey } from '@/components/inbox/place'
import type { AttestationView, DeadView, IssuerView, PageOf, SchemaView, WorkflowRow, WorkflowView } from './views'

/** What is on its way moves with the blocks of its chain. */
const SOON_MS = 2_000
const AGAIN_MS = 15_000
const SHOWN = 30

export type Direction = 'sent' | 'received'

/** Attestations of this organization, or about wallets of the viewer; newest first, page by page. */
export function useAttestations(direction: Direction, drawn: PageOf<AttestationView>) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useInfiniteQuery({
    queryKey: ['attestations', direction, ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) =>
      call<PageOf<AttestationView>>(
        'GET',
        withCursor(`attestations?direction=${direction}&limit=${SHOWN}`, pageParam),
        {
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    placeholderData: keepPreviousData,
    ...(isDrawn ? { initialData: { pages: [drawn], pageParams: [null] } } : {}),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
  })
}

/** What the organization asked for, the newest first: what is under way, and what came of it. */
export function useWorkflows(drawn: PageOf<WorkflowRow>) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useInfiniteQuery({
    queryKey: ['attestations', 'workflows', ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) =>
      call<PageOf<WorkflowRow>>('GET', withCursor('attestation-workflows?limit=10', pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    ...(isDrawn ? { initialData: { pages: [drawn], pageParams: [null] } } : {}),
    refetchInterval: ({ state }) => {
      const first = state.data?.pages[0]?.data ?? []
      return first.some(({ status }) => isUnderWay(status)) ? SOON_MS : AGAIN_MS
    },
  })
}

export const isUnderWay = (status: WorkflowRow['status']) => status === 'PENDING' || status === 'RUNNING'

/** One workflow with all of its items, until all of them have ended. */
export function useWorkflow(drawn: WorkflowView) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useQuery({
    queryKey: ['workflow', drawn.id, ...usePlaceKey()],
    queryFn: ({ signal }) => call<WorkflowView>('GET', `attestation-workflows/${drawn.id}`, { signal }),
    ...(isDrawn ? { initialData: drawn } : {}),
    refetchInterval: ({ state }) => (isUnderWay(state.data?.status ?? 'RUNNING') ? SOON_MS : AGAIN_MS),
  })
}

export function useDead(drawn: PageOf<DeadView>) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useInfiniteQuery({
    queryKey: ['attestations', 'dead', ...usePlaceKey()],
    queryFn: ({ pageParam, signal }) =>
      call<PageOf<DeadView>>('GET', withCursor(`attestation-workflows/dead?limit=${SHOWN}`, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_cursor,
    ...(isDrawn ? { initialData: { pages: [drawn], pageParams: [null] } } : {}),
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : AGAIN_MS),
  })
}

export function useIssuers(drawn: { data: IssuerView[] }) {
  const call = usePlaceApi()
  const isDrawn = useIsDrawnFor()
  return useQuery({
    queryKey: ['issuers', ...usePlaceKey()],
    queryFn: ({ signal }) => call<{ data: IssuerView[] }>('GET', 'issuers?limit=200', { signal }),
    ...(isDrawn ? { initialData: drawn } : {}),
  })
}

/** The schemas the organization may attest under on a network, besides the desk’s capability; none until they are read. */
export function useSchemas(chainId: string): SchemaView[] {
  const call = usePlaceApi()
  const { data } = useQuery({
    queryKey: ['schemas', chainId, ...usePlaceKey()],
    queryFn: ({ signal }) =>
      call<{ data: SchemaView[] }>('GET', `schemas?chain_id=${encodeURIComponent(chainId)}&limit=200`, { signal }),
  })
  return (data?.data ?? []).filter(({ name, own }) => own || name !== 'Capability')
}

/** Reads everything about attestations anew. */
export function useStale(): () => Promise<void> {
  const client = useQueryClient()
  return useCallback(async () => {
    await Promise.all(
      [['attestations'], ['workflow'], ['issuers']].map((queryKey) => client.invalidateQueries({ queryKey })),
    )
  }, [client])
}

function withCursor(path: string, cursor: string | null): string {
  return cursor ? `${path}&cursor=${encodeURIComponent(cursor)}` : path
}
