'use client'

import * as Primitive from '@radix-ui/react-tooltip'
import { type ReactElement, type ReactNode, useRef, useState } from 'react'
import { findPlace } from './find-place'

/** A few more words for something that can be focused: on hover and on focus, gone with Escape. Never the only place they stand. */
export function Tooltip({ says, children }: { says: ReactNode; children: ReactElement }) {
  const [open, setOpen] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const escaped = useRef(false)

  const change = (next: boolean) => {
    // Focus scrolls its element into view, and scrolling would close this again.
    const kept = !next && !escaped.current && trigger.current?.matches(':focus-visible')
    if (!kept) setOpen(next)
    escaped.current = false
  }

  return (
    <Primitive.Provider delayDuration={350}>
      <Primitive.Root open={open} onOpenChange={change}>
        <Primitive.Trigger asChild ref={trigger}>
          {children}
        </Primitive.Trigger>
        <Primitive.Portal container={findPlace(trigger.current)}>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={12}
            onEscapeKeyDown={() => {
              escaped.current = true
            }}
            className="z-50 max-w-[min(22rem,calc(100vw-24px))] rounded-[3px] bg-ink px-3 py-1.5 text-[.88rem] text-paper leading-snug [overflow-wrap:anywhere]"
          >
            {says}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  )
}
