'use client'

import { useNetworks } from '@/components/data/networks'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'
import { useOpenChallenge } from './challenge-context'
import type { Difference } from './compare'
import { useRevision } from './use-revision'

/** What is different from the terms this person saw last; nothing where nothing is. */
export function WhatChanged() {
  const { challenge } = useOpenChallenge()
  const { changed, from, acknowledge } = useRevision(challenge, useNetworks())
  // Once both have signed it, they have read it.
  if (changed === null || challenge.accepted_at) return null
  return (
    <div role="status" className="mt-4">
      <Callout look="wait" title={`The terms are another revision: ${challenge.revision}`}>
        {changed.length > 0 ? (
          <>
            <p>You read revision {from} last. What is different now:</p>
            <ChangeList changed={changed} />
          </>
        ) : (
          <p>You read revision {from} last. Only the times to answer are new; the rest reads the same.</p>
        )}
        <p className="mt-3">
          <Button onClick={acknowledge}>I have read it</Button>
        </p>
      </Callout>
    </div>
  )
}

/** Each thing that is different, before and now. */
export function ChangeList({ changed }: { changed: Difference[] }) {
  return (
    <dl className="mt-2 grid gap-3">
      {changed.map((difference) => (
        <Change key={difference.what} {...difference} />
      ))}
    </dl>
  )
}

function Change({ what, before, after, time }: Difference) {
  const show = (value: string | null) => (value === null ? 'nothing' : time ? <Time at={value} /> : value)
  return (
    <div className="whitespace-pre-wrap">
      <dt className="text-[.92rem] text-soft">{what}</dt>
      <dd>
        <del className="block text-soft decoration-edge">
          <span className="sr-only">before: </span>
          {show(before)}
        </del>
        <ins className="block no-underline">
          <span className="sr-only">now: </span>
          {show(after)}
        </ins>
      </dd>
    </div>
  )
}
