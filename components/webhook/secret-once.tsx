'use client'

import type { ReactNode } from 'react'
import { CodeBox } from '@/components/docs/code-box'
import { ShownOnce } from '@/components/ui/shown-once'
import { VERIFY_SAMPLE } from './verify-sample'

type Props = { title: string; says?: ReactNode; secret: string; onKept: () => void }

/** A signing secret, and what a receiver does with it. */
export function SecretOnce({ title, says, secret, onKept }: Props) {
  const warning = 'It is shown this once. Every delivery is signed with it; whoever has it can make up deliveries.'
  return (
    <ShownOnce
      title={title}
      says={
        <>
          {says} {warning}
        </>
      }
      secret={secret}
      copyLabel="Copy the secret"
      onKept={onKept}
    >
      <details className="mt-4">
        <summary className="cursor-pointer py-1">How your program checks a delivery</summary>
        <p className="mt-2 text-[.94rem] text-soft">
          By Standard Webhooks 1.0; there is a library for most languages. In JavaScript:
        </p>
        <CodeBox label="Checking a delivery in JavaScript">{VERIFY_SAMPLE}</CodeBox>
      </details>
    </ShownOnce>
  )
}
