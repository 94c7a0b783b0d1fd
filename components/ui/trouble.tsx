import { Button } from './button'
import { Notice } from './notice'

type Props = { title?: string; digest: string | undefined; onRetry: () => void }

/** Something failed that nobody expected. `digest` is what the log calls it. */
export function Trouble({ title = 'This page could not be shown.', digest, onRetry }: Props) {
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
