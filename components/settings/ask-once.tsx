'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Confirm } from '@/components/ui/confirm'
import type { ActionState } from '@/lib/http/action'
import { Trouble } from './trouble'
import { useAct } from './use-act'

type Props<T> = {
  label: string
  /** Which one, for those who hear the button alone. */
  of: string
  title: string
  /** What it will do, and what it will not undo. */
  says: ReactNode
  /** The word on the button that does it. */
  action: string
  run: () => Promise<ActionState<T>>
  /** What is said when it is done. */
  done: string
  onDone?: (result: T | undefined) => void
}

/** A button for something that cannot be taken back: says what it will do, and asks once. */
export function AskOnce<T>({ label, of, title, says, action, run, done, onDone }: Props<T>) {
  const [open, setOpen] = useState(false)
  const { act, refusal } = useAct()
  return (
    <>
      <Button className="min-h-9! px-3! py-1!" onClick={() => setOpen(true)}>
        {label}
        <span className="sr-only"> {of}</span>
      </Button>
      <Confirm
        open={open}
        onOpenChange={setOpen}
        title={title}
        says={says}
        action={action}
        onConfirm={async () => {
          const result = await act(run, done)
          if (result !== undefined) onDone?.(result)
        }}
      />
      {refusal ? (
        <div className="mt-2 w-full">
          <Trouble title="Nothing was changed" refusal={refusal} />
        </div>
      ) : null}
    </>
  )
}
