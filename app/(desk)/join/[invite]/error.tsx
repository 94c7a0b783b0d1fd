'use client'

import { Button } from '@/components/ui/button'
import { Notice } from '@/components/ui/notice'

type Props = { error: Error & { digest?: string }; reset: () => void }

export default function JoinError({ error, reset }: Props) {
  return (
    <Notice title="This invite could not be opened.">
      <p>
        Something went wrong on our side. Nothing you signed is lost. Try again; if it stays, report it
        {error.digest ? (
          <>
            {' '}
            with the word <code className="mono">{error.digest}</code>
          </>
        ) : null}
        .
      </p>
      <p className="mt-6 font-sans text-[1rem]">
        <Button look="next" onClick={reset}>
          Try again
        </Button>
      </p>
    </Notice>
  )
}
