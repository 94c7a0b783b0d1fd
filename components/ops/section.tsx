import type { ReactNode } from 'react'

type Props = {
  id: string
  title: string
  /** How it is, in a word with its sign. */
  state: ReactNode
  children?: ReactNode
}

/** One thing operators look at: its name, how it is, and what there is of it. */
export function Section({ id, title, state, children }: Props) {
  return (
    <section aria-labelledby={id} className="border-line border-t py-7">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <h2 id={id} className="text-[1.5rem]">
          {title}
        </h2>
        {state}
      </div>
      {children ? <div className="mt-4">{children}</div> : null}
    </section>
  )
}
