'use client'

import * as Primitive from '@radix-ui/react-alert-dialog'
import { type ReactNode, useState } from 'react'
import { Button, type Look } from './button'
import { Callout } from './callout'
import { OVERLAY, PANEL } from './dialog'
import { useOpener } from './use-opener'
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
  /** The window stays until this is done, and says so when it throws. */
  onConfirm: () => void | Promise<void>
}

/** Asks once before something that cannot be taken back. Focus starts on the way out. */
export function Confirm({ open, onOpenChange, title, says, action, look = 'danger', onConfirm }: Props) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const focus = useOpener(open)
  useStyleNonce()

  const change = (next: boolean) => {
    if (busy) return
    setFailure(null)
    onOpenChange(next)
  }

  const confirm = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (error) {
      setFailure(error instanceof Error && error.message ? error.message : 'Nothing was changed. Try again.')
    } finally {
      setBusy(false)
    }
  }

  return (
    <Primitive.Root open={open} onOpenChange={change}>
      <Primitive.Portal>
        <Primitive.Overlay className={OVERLAY}>
          <Primitive.Content className={`${PANEL} max-w-[460px]`} {...focus}>
            <Primitive.Title className="text-[1.4rem] [overflow-wrap:anywhere]">{title}</Primitive.Title>
            <Primitive.Description asChild>
              <div className="mt-3 text-soft [overflow-wrap:anywhere]">{says}</div>
            </Primitive.Description>
            <div role="alert" className="mt-4 empty:hidden">
              {failure ? (
                <Callout look="no" title="It did not work">
                  {failure}
                </Callout>
              ) : null}
            </div>
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
