'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from './button'
import { Callout } from './callout'
import { CopyButton } from './copy-button'

type Props = {
  title: string
  /** What it is good for. */
  says: ReactNode
  secret: string
  copyLabel: string
  onKept: () => void
  /** What is done with it. */
  children?: ReactNode
}

/** A secret on its only day out. It is gone when the person says they have it. */
export function ShownOnce({ title, says, secret, copyLabel, onKept, children }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section ref={box} tabIndex={-1} aria-label={title} className="border border-line bg-sheet px-5 py-5 outline-none">
      <Callout look="wait" title={title}>
        {says}
      </Callout>
      <p className="mono mt-4 select-all bg-wash px-4 py-3" data-testid="secret">
        {secret}
      </p>
      {children}
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <Button look="next" onClick={onKept}>
          I kept it
        </Button>
        <CopyButton text={secret} label={copyLabel} />
      </div>
    </section>
  )
}
