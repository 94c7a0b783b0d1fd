'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { Time } from '@/components/ui/time'
import type { EventDraft } from './event-draft'
import { usePlace } from './place'
import { placeHref } from './place-type'
import type { Recent } from './recent-events'

type Props = { recent: Recent[]; onPick: (draft: EventDraft) => void; onClear: () => void }

/** What this browser sent last, to look at or to send again. */
export function RecentList({ recent, onPick, onClear }: Props) {
  const place = usePlace()
  if (recent.length === 0) return null
  return (
    <section aria-labelledby="recent" className="min-w-0">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="recent" className="text-[1.28rem]">
          Sent from this browser
        </h2>
        <button type="button" className="min-h-7 rounded-[3px] px-1.5 text-[.92rem] hover:bg-wash" onClick={onClear}>
          Clear
        </button>
      </div>
      <ol className="mt-3 border-line border-b">
        {recent.map(({ id, sequence, at, draft }) => (
          <li key={id} className="border-line border-t py-3 text-[.94rem]">
            <p className="mono">
              <Link href={placeHref(`/inbox/items/${id}`, place)} prefetch={false}>
                {draft.type || 'event.published'}
              </Link>
            </p>
            <p className="text-[.88rem] text-soft">
              Number {sequence}
              {draft.subject ? ` of ${draft.subject}` : ''}
            </p>
            <p className="flex flex-wrap items-center justify-between gap-x-3 text-[.88rem] text-soft">
              <Time at={at} />
              <Button className="-mr-2 min-h-8! px-2! py-0.5! text-[.92rem]" look="quiet" onClick={() => onPick(draft)}>
                Fill in again
              </Button>
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}
