import type { ReactNode } from 'react'
import { InboxTabs } from './inbox-tabs'
import { PlaceProvider } from './place'
import { PlacePicker } from './place-picker'
import type { Seen } from './read-place'

type Props = {
  seen: Seen
  /** The heading of this view; the inbox itself is called by its name. */
  title?: string
  lead?: ReactNode
  /** Where another organization's view begins, when this page shows one thing of this one. */
  path?: string
  children: ReactNode
}

/** One view of an inbox: whose it is, the other views, and what this one shows. */
export function InboxFrame({ seen: { ctx, place, places }, title = 'Inbox', lead, path, children }: Props) {
  return (
    <PlaceProvider place={place} of={ctx.actor.wallet.address}>
      <div className="pt-10">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <h1 className="min-w-0 text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">{title}</h1>
          <PlacePicker places={places} {...(path ? { path } : {})} />
        </div>
        {lead ? <p className="mt-2 max-w-[44em] text-soft">{lead}</p> : null}
        <InboxTabs />
        <div className="mt-7">{children}</div>
      </div>
    </PlaceProvider>
  )
}
