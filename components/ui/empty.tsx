import type { ReactNode } from 'react'

/** Nothing here yet, why that is, and what to do next. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className="border-line border-y py-8">
      <h2 className="text-[1.28rem]">{title}</h2>
      <div className="mt-2 max-w-[38em] text-soft">{children}</div>
      {action ? <div className="mt-5">{action}</div> : null}
    </div>
  )
}
