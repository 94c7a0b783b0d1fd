import type { ReactNode } from 'react'

/** Things one has, a hairline between them. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="border-line border-b">
      {children}
    </ul>
  )
}

/** One of them: what it is, what there is to know of it, what can be done. */
export function Row({ title, says, action }: { title: ReactNode; says: ReactNode; action?: ReactNode }) {
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 border-line border-t py-4">
      <div className="min-w-0 flex-[1_1_16rem]">
        <div className="font-[560] [overflow-wrap:anywhere]">{title}</div>
        <div className="mt-0.5 text-[.94rem] text-soft [overflow-wrap:anywhere]">{says}</div>
      </div>
      {action ? <div className="flex flex-wrap gap-2">{action}</div> : null}
    </li>
  )
}
