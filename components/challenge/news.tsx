'use client'

import { useRef } from 'react'
import { Time } from '@/components/ui/time'
import { useOpenChallenge } from './challenge-context'
import { sayEntry } from './say-entry'

/** What happened since this page was opened, said aloud as it happens. */
export function News() {
  const { challenge, log } = useOpenChallenge()
  const first = useRef(log.length)
  // One of the two may be read before the other: what happened is said once the page shows it.
  const seen = useRef(log.data.at(-1))
  if (challenge.log_head === log.head) seen.current = log.data.at(-1)
  const last = seen.current
  const isNew = last !== undefined && last.sequence > first.current
  const said = isNew ? sayEntry(last, challenge) : null
  return (
    <p role="status" className={said ? 'mt-3 text-[.95rem]' : 'sr-only'}>
      {said ? (
        <>
          <span className="text-soft">Just now: </span>
          {said.text}
          {said.until ? (
            <>
              {' '}
              <Time at={said.until} />
            </>
          ) : null}
        </>
      ) : null}
    </p>
  )
}
