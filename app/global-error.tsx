'use client'

import { Trouble } from '@/components/ui/trouble'
import { inter, newsreader, plexMono } from './fonts'
import './globals.css'

type Props = { error: Error & { digest?: string }; retry: () => void }

/** Stands in for the root layout when that one fails, so it brings its own. */
export default function GlobalError({ error, retry }: Props) {
  return (
    <html lang="en" className={`${newsreader.variable} ${inter.variable} ${plexMono.variable}`}>
      <body>
        <title>Something went wrong · Countersign</title>
        <main id="main" tabIndex={-1} className="wrap outline-none">
          <Trouble digest={error.digest} onRetry={retry} />
        </main>
      </body>
    </html>
  )
}
