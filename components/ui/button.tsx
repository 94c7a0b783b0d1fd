import type { ComponentProps } from 'react'

const LOOKS = {
  /** The one next thing to do: once on a page. */
  next: 'border-seal bg-seal text-seal-ink hover:brightness-110',
  plain: 'border-edge text-ink hover:bg-wash',
}

/** The look of something to press, for buttons and for links that stand among them. */
export function pressable(look: keyof typeof LOOKS = 'plain'): string {
  const shape = 'inline-flex items-center gap-2 rounded-[3px] border px-[18px] py-[10px] font-[560] no-underline'
  return `${shape} disabled:cursor-default disabled:opacity-60 ${LOOKS[look]}`
}

export function Button({ look = 'plain', ...props }: ComponentProps<'button'> & { look?: keyof typeof LOOKS }) {
  return <button type="button" className={pressable(look)} {...props} />
}
