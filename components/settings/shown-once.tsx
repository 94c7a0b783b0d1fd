'use client'

import { useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'

/** A secret on its only day out. It is gone when the person says they have it. */
export function ShownOnce({ title, secret, onKept }: { title: string; secret: string; onKept: () => void }) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section ref={box} tabIndex={-1} aria-label={title} className="border border-line bg-sheet px-5 py-5 outline-none">
      <Callout look="wait" title={title}>
        We keep only its hash, so it is shown this once. Put it where your program reads its secrets.
      </Callout>
      <p className="mono mt-4 select-all bg-wash px-4 py-3" data-testid="secret">
        {secret}
      </p>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <Button look="next" onClick={onKept}>
          I kept it
        </Button>
        <CopyButton text={secret} label="Copy the key" />
      </div>
    </section>
  )
}
