'use client'

import { useState } from 'react'
import { Trouble } from '@/components/settings/trouble'
import { useAct } from '@/components/settings/use-act'
import { Button } from '@/components/ui/button'
import type { ActionState } from '@/lib/http/action'

type Props = { label: string; of: string; act: () => Promise<ActionState<unknown>>; done: string }

/** A press that does one thing that harms nobody: no question first. */
export function ActButton({ label, of, act: run, done }: Props) {
  const [busy, setBusy] = useState(false)
  const { act, refusal } = useAct()
  const press = async () => {
    setBusy(true)
    await act(run, done)
    setBusy(false)
  }
  return (
    <>
      <Button busy={busy} className="min-h-9! whitespace-nowrap px-3! py-1!" onClick={() => void press()}>
        {label}
        <span className="sr-only"> {of}</span>
      </Button>
      <Trouble title="Nothing was changed" refusal={refusal} />
    </>
  )
}
