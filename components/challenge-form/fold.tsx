'use client'

import { type ReactNode, useEffect, useRef } from 'react'
import { Sign } from '@/components/ui/sign'

type Props = {
  title: string
  /** What it comes to as it stands, so that it need not be opened to know. */
  says: ReactNode
  /** Open from the start: something in it is not as usual. */
  begin?: boolean
  /** Something in it is wrong: it cannot hide that. */
  wrong?: boolean
  children: ReactNode
}

/** A part of the form most people leave as it is. */
export function Fold({ title, says, begin = false, wrong = false, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null)

  useEffect(() => {
    if ((begin || wrong) && details.current) details.current.open = true
  }, [begin, wrong])

  return (
    <details ref={details} className="group border-line border-b">
      <summary className="grid cursor-pointer list-none grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-4 gap-y-0.5 py-4 hover:bg-wash sm:grid-cols-[13.5rem_minmax(0,1fr)_auto] [&::-webkit-details-marker]:hidden">
        <h2 className="text-[1.16rem]">{title}</h2>
        <span className="min-w-0 text-[.94rem] text-soft [overflow-wrap:anywhere] max-sm:order-last max-sm:col-span-2 group-open:invisible max-sm:group-open:hidden">
          {says}
        </span>
        <Sign shape="down" className="size-4 translate-y-[.15em] text-soft group-open:rotate-180" />
      </summary>
      <div className="grid gap-5 pt-1 pb-7">{children}</div>
    </details>
  )
}
