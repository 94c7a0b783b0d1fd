import type { ReactNode } from 'react'
import { classes } from './classes'
import { Sign, type SignShape } from './sign'

/** ok: it is so. wait: not yet. no: it is not so, or something failed. none: not asked for. */
export type StatusLook = 'ok' | 'wait' | 'no' | 'none'

export const SIGN_OF: Record<StatusLook, SignShape> = { ok: 'check', wait: 'quarter', no: 'cross', none: 'dash' }
export const INK_OF: Record<StatusLook, string> = {
  ok: 'text-green',
  wait: 'text-amber',
  no: 'text-red',
  none: 'text-soft',
}

/** A state: its sign and its word, in its colour. */
export function Status({ look, children }: { look: StatusLook; children: ReactNode }) {
  const weight = look === 'none' ? 'font-[450]' : 'font-[560]'
  return (
    <span className={classes('inline-flex items-baseline gap-[.42em]', weight, INK_OF[look])}>
      <Sign shape={SIGN_OF[look]} className="size-[.95em] translate-y-[.12em]" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </span>
  )
}
