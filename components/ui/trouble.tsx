import { Button } from './button'
import { Notice } from './notice'

/** Something failed that nobody expected. `digest` is what the log calls it. */
export function Trouble({ digest, onRetry }: { digest: string | undefined; onRetry: () => void }) {
  return (
    <main id="main" tabIndex={-1} className="wrap outline-none">
      <Notice title="Something went wrong on our side.">
        <p>
          Nothing you signed is lost. Try again; if it stays, report it
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
    </main>
  )
}
