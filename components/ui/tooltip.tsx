'use client'

import * as Primitive from '@radix-ui/react-tooltip'
import type { ReactElement, ReactNode } from 'react'

/** A few more words for something that can be focused: on hover and on focus, gone with Escape. Never the only place they stand. */
export function Tooltip({ says, children }: { says: ReactNode; children: ReactElement }) {
  return (
    <Primitive.Provider delayDuration={350}>
      <Primitive.Root>
        <Primitive.Trigger asChild>{children}</Primitive.Trigger>
        <Primitive.Portal>
          <Primitive.Content
            sideOffset={6}
            collisionPadding={12}
            className="z-50 max-w-[min(22rem,calc(100vw-24px))] rounded-[3px] bg-ink px-3 py-1.5 text-[.88rem] text-paper leading-snug [overflow-wrap:anywhere]"
          >
            {says}
          </Primitive.Content>
        </Primitive.Portal>
      </Primitive.Root>
    </Primitive.Provider>
  )
}
