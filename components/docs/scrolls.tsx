import type { ReactNode } from 'react'

/** What scrolls sideways inside itself is reached by keys, too (WCAG 2.1.1). */
const REACHABLE = { tabIndex: 0 } as const

export function Scrolls({ label, className, children }: { label: string; className: string; children: ReactNode }) {
  return (
    <section aria-label={label} className={`overflow-x-auto ${className}`} {...REACHABLE}>
      {children}
    </section>
  )
}
