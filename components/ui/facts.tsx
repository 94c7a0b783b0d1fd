import type { ReactNode } from 'react'

/** Terms and what they are, in two columns; one below the other where there is no room. No two terms are the same. */
export function Facts({ rows }: { rows: (readonly [term: string, fact: ReactNode])[] }) {
  return (
    <div className="@container">
      <dl className="grid gap-y-2">
        {rows.map(([term, fact]) => (
          <div
            key={term}
            className="grid gap-x-4 @min-[30rem]:gap-x-6 @min-[22rem]:grid-cols-[minmax(6.5rem,10rem)_minmax(0,1fr)]"
          >
            <dt className="text-soft">{term}</dt>
            <dd className="min-w-0 [overflow-wrap:anywhere]">{fact}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}
