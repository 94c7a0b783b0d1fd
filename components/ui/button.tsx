import type { ComponentProps, MouseEvent } from 'react'
import { classes } from './classes'

const SHAPE =
  'inline-flex min-h-[42px] items-center justify-center gap-2 rounded-[3px] border px-[18px] py-[9px] text-center font-[560] leading-[1.4] no-underline select-none'

const LOOKS = {
  /** The one next thing to do: once on a page. */
  next: 'border-seal bg-seal text-seal-ink hover:brightness-110 active:brightness-95',
  plain: 'border-edge text-ink hover:bg-wash active:bg-line',
  /** Beside other things, in a row or a heading. */
  quiet: 'border-transparent text-ink hover:bg-wash active:bg-line',
  /** Takes something away for good. Says so in its words too. */
  danger: 'border-red text-red hover:bg-wash active:bg-line',
}

export type Look = keyof typeof LOOKS

/** The look of something to press, for buttons and for links that stand among them. */
export function pressable(look: Look = 'plain'): string {
  return `${SHAPE} disabled:cursor-default disabled:opacity-60 aria-disabled:cursor-default ${LOOKS[look]}`
}

type Props = ComponentProps<'button'> & {
  look?: Look
  /** It is being done: the button keeps its focus and its words, and pressing it again does nothing. */
  busy?: boolean
}

export function Button({ look = 'plain', busy, className, children, ...props }: Props) {
  const waiting = busy ? { 'aria-disabled': true, 'aria-busy': true, onClick: ignore } : {}
  return (
    <button type="button" {...props} {...waiting} className={classes(pressable(look), busy && 'opacity-75', className)}>
      {busy ? <BusyMark /> : null}
      {children}
    </button>
  )
}

function ignore(event: MouseEvent) {
  event.preventDefault()
  event.stopPropagation()
}

/** A ring that turns; it stands still, dashed, for people who asked for less motion. */
function BusyMark() {
  return (
    <svg viewBox="0 0 16 16" className="size-4 flex-none motion-safe:animate-spin" aria-hidden="true">
      <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2.2" strokeDasharray="14 4.85" />
    </svg>
  )
}
