import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import { isAppError } from '@/lib/errors'

/** What `draw` draws; while this desk has webhooks switched off, a sentence that says so. */
export async function orSwitchedOff(draw: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await draw()
  } catch (error) {
    if (!isAppError(error, 'E9010')) throw error
    return (
      <Notice title="Webhooks are switched off on this desk.">
        Nothing is sent to any address. The inbox has every event all the same.
      </Notice>
    )
  }
}
