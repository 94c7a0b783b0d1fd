import type { ComponentProps } from 'react'
import { classes } from './classes'

/** What scrolls must be reachable by keyboard, though it is nothing to press. */
const SCROLLS = { tabIndex: 0 }

/** Rows between hairlines. Where it is wider than the screen it scrolls by itself, by keyboard too. */
export function Table({ label, className, ...props }: ComponentProps<'table'> & { label: string }) {
  return (
    <section aria-label={label} className="relative overflow-x-auto" {...SCROLLS}>
      <table {...props} className={classes('w-full border-collapse text-left', className)} />
    </section>
  )
}

export function Th({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      {...props}
      className={classes(
        'whitespace-nowrap border-line border-b py-2 pr-5 font-[450] text-[.88rem] text-soft',
        className,
      )}
    />
  )
}

export function Td({ className, ...props }: ComponentProps<'td'>) {
  return <td {...props} className={classes('border-line border-b py-2.5 pr-5 align-baseline', className)} />
}
