'use client'

import { createContext, useContext } from 'react'
import type { ChallengeView, LogView } from '@/components/data/types'
import type { By } from './act'
import type { Said } from './say-entry'

/** What happened to a press that came too late. */
export type MovedOn = { title: string; happened: Said[] }

type Value = {
  challenge: ChallengeView
  log: LogView
  by: By
  /** The desk's clock, as far as this window knows it. */
  now: Date
  /** What is shown is this window's party's own view. */
  settled: boolean
  /** Why the newest answer could not be had; the last one is still shown. */
  problem: Error | null
  movedOn: MovedOn | null
  /** The desk's answer to something this window did. */
  took(this: void, after: ChallengeView): void
  /** True when the refusal means that the challenge moved on: it is read anew, and the page says what happened. */
  tooLate(this: void, error: unknown): Promise<boolean>
  /** The person has read what happened. */
  forget(this: void): void
}

const Context = createContext<Value | null>(null)
export const ChallengeProvider = Context.Provider

/** The challenge that the page around is about, and what its parts tell it. */
export function useOpenChallenge(): Value {
  const value = useContext(Context)
  if (!value) throw new Error('useOpenChallenge outside of ChallengeProvider')
  return value
}
