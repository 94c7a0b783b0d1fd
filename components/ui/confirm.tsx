'use client'

import * as Primitive from '@radix-ui/react-alert-dialog'
import { type ReactNode, useState } from 'react'
import { Button, type Look } from './button'
import { OVERLAY, PANEL } from './dialog'
import { useStyleNonce } from './use-style-nonce'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  /** What it will do, and what it will not undo. */
  says: ReactNode
  /** The word on the button that does it. */
  action: string
  look?: Look
  /** The window stays until this is done, and stays open when it fails (say why with a toast or in `says`). */
  onConfirm: () => void | Promise<void>
}

/** Asks once before something that cannot be taken back. Focus starts on the way out. */
export function Confirm({ open, onOpenChange, title, says, action, look = 'danger', onConfirm }: Props) {
  const [busy, setBusy] = useState(false)
  useStyleNonce()

  const confirm = async () => {
    setBusy(true)
    try {
      await onConfirm()
      onOpenChange(false)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Primitive.Root open={open} onOpenChange={(next) => busy || onOpenChange(next)}>
      <Primitive.Portal>
        <Primitive.Overlay className={OVERLAY}>
          <Primitive.Content className={`${PANEL} max-w-[460px]`}>
            <Primitive.Title className="text-[1.4rem] [overflow-wrap:anywhere]">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="mt-3 text-soft [overflow-wrap:anywhere]">{says}</div>
            </Primitive.Description>
            <div className="mt-6 flex flex-wrap justify-end gap-3">
              <Primitive.Cancel asChild>
                <Button>Keep it as it is</Button>
              </Primitive.Cancel>
              <Button look={look} busy={busy} onClick={confirm}>
                {action}
              </Button>
            </div>
          </Primitive.Content>
        </Primitive.Overlay>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
