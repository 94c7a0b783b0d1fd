'use client'

import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

type Props = { title: string; digest: string | undefined; onRetry: () => void }

/** A list that could not be read. Nothing is lost by it. */
export function ListTrouble({ title, digest, onRetry }: Props) {
  return (
    <Notice title={title}>
      <p>
        Something went wrong on our side. Nothing you signed is lost. Try again; if it stays, report it
        {digest ? (
          <>
            {' '}
            with the word <code className="mono">{digest}</code>
          </>
        ) : null}
        .
      </p>
      <p className="mt-6 font-sans text-[1rem]">
        <Button look="next" onClick={onRetry}>
          Try again
        </Button>
      </p>
    </Notice>
  )
}
