import type { ReactNode } from 'react'

export type Theme = 'light' | 'dark'

type Props = { title: string; says?: ReactNode; children: (theme: Theme) => ReactNode }

/** One part of the design, on light and on dark paper beside each other. */
export function Pair({ title, says, children }: Props) {
  return (
    <section className="mt-14">
      <h2 className="text-[1.6rem]">{title}</h2>
      {says ? <div className="mt-1.5 max-w-[44em] text-soft">{says}</div> : null}
      <div className="-mx-6 mt-4 grid lg:mx-0 lg:grid-cols-2">
        <div data-theme="light" className="min-w-0 border-line px-6 py-7 lg:border lg:border-r-0">
          {children('light')}
        </div>
        <div data-theme="dark" className="min-w-0 border-line px-6 py-7 lg:border lg:border-l-0">
          {children('dark')}
        </div>
      </div>
    </section>
  )
}

/** A row of things with a word over it. */
export function Row({ says, children }: { says: string; children: ReactNode }) {
  return (
    <div className="mt-6 first:mt-0">
      <p className="mb-2 text-[.86rem] text-soft">{says}</p>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-3">{children}</div>
    </div>
  )
}
