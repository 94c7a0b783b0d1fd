import type { ReactNode } from 'react'
import { Sign } from './sign'
import { INK_OF, SIGN_OF, type StatusLook } from './status'

const EDGES: Record<StatusLook, string> = {
  ok: 'border-green',
  wait: 'border-amber',
  no: 'border-red',
  none: 'border-edge',
}

/** Something to know before going on. */
export function Callout({ look, title, children }: { look: StatusLook; title?: ReactNode; children: ReactNode }) {
  return (
    <div className={`border-l-2 py-0.5 pl-4 [overflow-wrap:anywhere] ${EDGES[look]}`}>
      {title ? (
        <p className={`flex items-baseline gap-[.42em] font-[560] ${look === 'none' ? 'text-ink' : INK_OF[look]}`}>
          {look === 'none' ? null : <Sign shape={SIGN_OF[look]} className="size-[.95em] translate-y-[.12em]" />}
          <span className="min-w-0">{title}</span>
        </p>
      ) : null}
      <div className={title ? 'mt-0.5' : ''}>{children}</div>
    </div>
  )
}
