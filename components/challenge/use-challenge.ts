'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem, api } from '@/components/data/api'
import { learnSkew } from '@/components/data/desk-skew'
import { keys } from '@/components/data/query-keys'
import type { ChallengeView, LogView } from '@/components/data/types'
import { useParty } from '@/components/wallet/party'
import { isTerminal } from '@/lib/challenge/state'
import { type By, refusalOf, sayMovedOn } from './act'
import type { MovedOn } from './challenge-context'
import { happenedSince } from './say-entry'

export type Loaded = {
  challenge: ChallengeView
  log: LogView
  /** The desk's time when it answered. */
  now: string
  /** Whom the desk answered; null: nobody signed in. */
  viewer: string | null
}

/** Third parties hear no events of a challenge, so they look again. */
const LOOK_AGAIN_MS = 10_000

/** Soon enough for whoever has just sent a transaction. */
const LOOK_AT_CHAIN_MS = 3_000

/** A challenge and its log, live: first as the page brought them, then by the event stream. */
export function useChallenge(loaded: Loaded, by: By) {
  const client = useQueryClient()
  const { party } = useParty()
  const { id } = loaded.challenge
  const { invite } = by
  const suffix = invite ? `?invite=${encodeURIComponent(invite)}` : ''

  const {
    data: challenge,
    error: problem,
    refetch,
  } = useQuery({
    queryKey: keys.challenge(id),
    queryFn: () => api<ChallengeView>('GET', `challenges/${id}${suffix}`),
    initialData: loaded.challenge,
    refetchInterval: ({ state }) => lookAgain(state.data),
  })
  const { data: log, refetch: refetchLog } = useQuery({
    queryKey: keys.challengeLog(id),
    queryFn: () => api<LogView>('GET', `challenges/${id}/events${suffix}`),
    initialData: loaded.log,
  })

  // A page drawn anew brings newer answers, perhaps to somebody else.
  useEffect(() => {
    client.setQueryData(keys.challenge(id), loaded.challenge)
    client.setQueryData(keys.challengeLog(id), loaded.log)
  }, [client, id, loaded])
  useEffect(() => {
    if ((party?.address ?? null) !== loaded.viewer) void client.invalidateQueries({ queryKey: keys.challenge(id) })
  }, [client, id, party, loaded.viewer])
  // The log is read when the challenge says that it has grown, whoever noticed first.
  useEffect(() => {
    if (challenge.log_head !== log.head) void refetchLog({ cancelRefetch: false })
  }, [challenge.log_head, log.head, refetchLog])

  const seen = useRef(log.length)
  useEffect(() => {
    seen.current = log.length
  }, [log.length])
  const [movedOn, setMovedOn] = useState<MovedOn | null>(null)

  const took = useCallback(
    (after: ChallengeView) => {
      setMovedOn(null)
      client.setQueryData(keys.challenge(id), after)
    },
    [client, id],
  )
  const tooLate = useCallback(
    async (error: unknown) => {
      if (!(error instanceof ApiProblem) || refusalOf(error) !== 'moved-on') return false
      const before = seen.current
      const [now, entries] = await Promise.all([refetch(), refetchLog()])
      const happened = entries.data && now.data ? happenedSince(entries.data.data, before, now.data) : []
      setMovedOn({ title: sayMovedOn(error.code), happened })
      return true
    },
    [refetch, refetchLog],
  )
  const forget = useCallback(() => setMovedOn(null), [])
  const now = useDeskClock(loaded.now, challenge.deadline?.at ?? null, refetch)

  // Between a change of party and the page drawn for them, what stands here is another party's view.
  const settled = (party?.address ?? null) === loaded.viewer
  return { challenge, log, by, now, settled, problem, movedOn, took, tooLate, forget }
}

function lookAgain(challenge: ChallengeView | undefined): number | false {
  if (!challenge || isTerminal(challenge.status)) return false
  // What the chain shows of a deposit is no step of its own, and told to nobody.
  if (challenge.bond && challenge.accepted_at) return LOOK_AT_CHAIN_MS
  const isParty = challenge.your_role === 'creator' || challenge.your_role === 'counterparty'
  // While the desk reads the chain nobody has to do anything: what it finds should be seen at once.
  return isParty && challenge.status !== 'AWAITING_GATEKEEPER' ? false : LOOK_AGAIN_MS
}

/** The longest a timer can be set for. */
const MAX_TIMER_MS = 2 ** 31 - 1
/** The desk ends what is over within a second or two. */
const LOOKS_AFTER_MS = [1_000, 3_000, 6_000, 12_000]
const LAST_LOOK_MS = 13_000

/** The desk's time: exact at the deadline, where it looks again, and good to half a minute before. */
function useDeskClock(loadedAt: string, deadline: string | null, onDeadline: () => void): Date {
  const [now, setNow] = useState(() => new Date(loadedAt))
  useEffect(() => {
    const skew = learnSkew(new Date(loadedAt).getTime())
    const tick = () => setNow(new Date(Date.now() + skew))
    tick()
    const timer = setInterval(tick, 30_000)
    const left = deadline === null ? -1 : new Date(deadline).getTime() - Date.now() - skew
    const isNear = left > 0 && left + LAST_LOOK_MS < MAX_TIMER_MS
    const atTheEnd = isNear
      ? [setTimeout(tick, left + 50), ...LOOKS_AFTER_MS.map((afterMs) => setTimeout(onDeadline, left + 50 + afterMs))]
      : []
    return () => {
      clearInterval(timer)
      for (const each of atTheEnd) clearTimeout(each)
    }
  }, [loadedAt, deadline, onDeadline])
  return now
}
