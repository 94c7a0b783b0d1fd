import type { ReactNode } from 'react'
import { PlaceProvider } from '@/components/inbox/place'
import { PlacePicker } from '@/components/inbox/place-picker'
import type { Seen } from '@/components/inbox/read-place'
import { AttestationTabs } from './attestation-tabs'

type Props = {
  seen: Seen
  title?: string
  lead?: ReactNode /** Where another organization’s view begins. */
  path?: string
  children: ReactNode
}

/** One view of attestations: whose they are, the other views, and what this one shows. */
export function AttestationFrame({
  seen: { ctx, place, places },
  title = 'Attestations',
  lead,
  path,
  children,
}: Props) {
  return (
    <PlaceProvider place={place} of={ctx.actor.wallet.address}>
      <div className="pt-10">
        <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <h1 className="min-w-0 text-[clamp(1.9rem,4.4vw,2.9rem)] [overflow-wrap:anywhere]">{title}</h1>
          <PlacePicker places={places} {...(path ? { path } : {})} />
        </div>
        {lead ? <p className="mt-2 max-w-[44em] text-soft">{lead}</p> : null}
        <AttestationTabs />
        <div className="mt-7">{children}</div>
      </div>
    </PlaceProvider>
  )
}
