'use client'

import { useDraft } from '@/components/data/use-draft'
import { DebugPanel } from './debug-panel'
import { type EventDraft, FIRST_DRAFT } from './event-draft'
import { usePlace } from './place'
import { SendForm } from './send-form'

/** An event of one’s own, and in a sandbox everything that can go wrong with one. */
export function SendView() {
  const place = usePlace()
  const { value: draft, change } = useDraft<EventDraft>('send-event', FIRST_DRAFT)
  if (place.role === 'reader') return <p className="text-soft">In this organization you may look, but not act.</p>
  return (
    <div className="grid grid-cols-1 gap-14">
      <SendForm draft={draft} change={change} />
      <DebugPanel draft={draft} />
    </div>
  )
}
