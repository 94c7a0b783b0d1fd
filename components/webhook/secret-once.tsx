'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { CodeBox } from '@/components/docs/code-box'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { CopyButton } from '@/components/ui/copy-button'
import { VERIFY_SAMPLE } from './verify-sample'

type Props = { title: string; says?: ReactNode; secret: string; onKept: () => void }

/** A signing secret on its only day out, and what a receiver does with it. It is gone when the person says they have it. */
export function SecretOnce({ title, says, secret, onKept }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <section ref={box} tabIndex={-1} aria-label={title} className="border border-line bg-sheet px-5 py-5 outline-none">
      <Callout look="wait" title={title}>
        {says} It is shown this once. Every delivery is signed with it; whoever has it can make up deliveries.
      </Callout>
      <p className="mono mt-4 select-all bg-wash px-4 py-3" data-testid="secret">
        {secret}
      </p>
      <details className="mt-4">
        <summary className="cursor-pointer py-1">How your program checks a delivery</summary>
        <p className="mt-2 text-[.94rem] text-soft">
          By Standard Webhooks 1.0; there is a library for most languages. In JavaScript:
        </p>
        <CodeBox label="Checking a delivery in JavaScript">{VERIFY_SAMPLE}</CodeBox>
      </details>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        <Button look="next" onClick={onKept}>
          I kept it
        </Button>
        <CopyButton text={secret} label="Copy the secret" />
      </div>
    </section>
  )
}
