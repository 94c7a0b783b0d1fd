'use client'

import Link from 'next/link'
import { BatchForm } from './batch-form'
import type { EventDraft } from './event-draft'
import { FailForm } from './fail-form'
import { usePlace } from './place'
import { ScenarioList } from './scenario-list'

/** Deliveries that really fail, wait or die, in organizations marked for it. */
export function DebugPanel({ draft }: { draft: EventDraft }) {
  const place = usePlace()
  if (!place.sandbox) {
    return (
      <p className="max-w-[46em] border-line border-t pt-6 text-soft">
        In an organization marked as a sandbox, events can be made to fail, wait or die here on purpose. Its owner marks
        it in the settings, under{' '}
        <Link
          href={place.personal ? '/settings/organizations' : `/settings/organizations/${place.id}`}
          prefetch={false}
        >
          Organizations
        </Link>
        .
      </p>
    )
  }
  return (
    <section aria-labelledby="debug" className="grid grid-cols-1 gap-12 border-line border-t pt-8">
      <div>
        <h2 id="debug" className="text-[1.7rem]">
          Debug panel
        </h2>
        <p className="mt-2 max-w-[44em] text-soft">
          {place.name} is a sandbox: what is asked for here really happens to its deliveries, by the same worker that
          does all others.
        </p>
      </div>
      <FailForm draft={draft} />
      <BatchForm />
      <ScenarioList />
    </section>
  )
}
