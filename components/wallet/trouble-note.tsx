'use client'

import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import type { WalletTrouble } from './trouble'

/** What went wrong, said at once, and the one way on, under the cursor. */
export function TroubleNote({ trouble, onWay, busy }: { trouble: WalletTrouble; onWay: () => void; busy?: boolean }) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (trouble) button.current?.focus()
  }, [trouble])
  return (
    <div className="grid gap-4">
      <div role="alert">
        <Callout look="no" title={trouble.title}>
          {trouble.says}
        </Callout>
      </div>
      <Button ref={button} look="next" className="w-full" busy={busy ?? false} onClick={onWay}>
        {trouble.way.label}
      </Button>
    </div>
  )
}
