'use client'

import { useEffect, useState } from 'react'
import { Button, pressable } from '@/components/ui/button'

type Props = { href: string; busy: boolean; failed: boolean; onMore: () => void }

/** The way to what comes after: a link to the next page, or, where scripts run, more of the same list. */
export function ListMore({ href, busy, failed, onMore }: Props) {
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  return (
    <div className="mt-6">
      {ready ? (
        <Button busy={busy} onClick={onMore}>
          {failed ? 'Try again' : 'Show older ones'}
        </Button>
      ) : (
        <a href={href} className={pressable()}>
          Show older ones
        </a>
      )}
      <p role="status" className="mt-2 text-soft empty:hidden">
        {failed ? 'The older ones could not be read.' : null}
      </p>
    </div>
  )
}
