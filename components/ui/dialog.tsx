'use client'

import * as Primitive from '@radix-ui/react-dialog'
import type { ReactNode } from 'react'
import { Sign } from './sign'
import { useOpener } from './use-opener'
import { useStyleNonce } from './use-style-nonce'

export const OVERLAY = 'dialog-overlay fixed inset-0 z-40 grid overflow-y-auto p-3 sm:p-6'
export const PANEL =
  'dialog-panel relative m-auto w-full min-w-0 border border-line bg-sheet px-5 py-6 text-ink shadow-[0_18px_60px_rgb(0_0_0/.22)] outline-none sm:px-8 sm:py-7'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** One sentence under the title. */
  says?: ReactNode
  children: ReactNode
  wide?: boolean
}

/** A window over the page. Focus stays within it and returns to where it was; Escape and a press outside close it. */
export function Dialog({ open, onOpenChange, title, says, children, wide }: Props) {
  const focus = useOpener(open)
  useStyleNonce()
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={OVERLAY}>
          <Primitive.Content
            className={`${PANEL} ${wide ? 'max-w-[860px]' : 'max-w-[520px]'}`}
            {...focus}
            {...(says ? {} : { 'aria-describedby': undefined })}
          >
            <Primitive.Title className="pr-10 text-[1.5rem] [overflow-wrap:anywhere]">{title}</Primitive.Title>
            {says ? (
              <Primitive.Description asChild>
                <div className="mt-2 text-soft [overflow-wrap:anywhere]">{says}</div>
              </Primitive.Description>
            ) : null}
            <div className="mt-5">{children}</div>
            <Primitive.Close
              aria-label="Close"
              className="absolute top-4 right-3 grid size-9 place-items-center rounded-[3px] text-soft hover:bg-wash hover:text-ink sm:top-5 sm:right-5"
            >
              <Sign shape="cross" />
            </Primitive.Close>
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
