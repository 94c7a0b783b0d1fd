'use client'

import { Trouble } from '@/components/ui/trouble'

type Props = { error: Error & { digest?: string }; retry: () => void }

/** Stands where a frame could not be drawn, so it brings the landmark of one. */
export default function PageError({ error, retry }: Props) {
  return (
    <main id="main" tabIndex={-1} className="wrap outline-none">
      <Trouble digest={error.digest} onRetry={retry} />
    </main>
  )
}
