'use client'

import Link from 'next/link'
import { saySeat } from '@/components/case/say-seat'
import type { AuditView } from '@/components/case/types'
import { MODE_WORDS } from '@/components/challenge/words'
import { pressable } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import { Countdown, Time } from '@/components/ui/time'

/** Disputes of others in which this party has to say how it ended. `first`: nothing on the page comes before. */
export function SeatList({ seats, first }: { seats: readonly AuditView[]; first: boolean }) {
  return (
    <ul className="border-line border-b">
      {seats.map((seat, index) => (
        <SeatRow key={seat.case_id + seat.member} seat={seat} next={first && index === 0} />
      ))}
    </ul>
  )
}

/** One seat: what to look at, until when, and what became of it. `next`: voting here is the one next thing. */
export function SeatRow({ seat, next = false }: { seat: AuditView; next?: boolean }) {
  const { case_id, title, mode, status, voted, deadline_at, seated_at } = seat
  const asks = status === 'OPEN' && voted === null
  const { look, says } = saySeat(seat)
  return (
    <li className="grid gap-x-5 border-line border-t py-5 sm:grid-cols-[minmax(0,1fr)_190px]">
      <div className="min-w-0">
        <h3 className="text-[1.28rem] [overflow-wrap:anywhere]">
          <Link href={`/cases/${case_id}`} prefetch={false} className="decoration-line">
            {title}
          </Link>
        </h3>
        <p className="mt-1 text-[.92rem] text-soft">
          You were drawn for the panel of this {MODE_WORDS[mode].name} challenge on <Time at={seated_at} />.
        </p>
        <p className="mt-2">
          <Status look={look}>{says}</Status>
        </p>
        {asks ? (
          <>
            <p className="mt-1 text-soft">
              Look at the terms both signed, the reason, and the files each side shows. Then sign one outcome.
            </p>
            <Link
              href={`/cases/${case_id}`}
              prefetch={false}
              aria-label={`Judge it: ${title}`}
              className={`${pressable(next ? 'next' : 'plain')} mt-4`}
            >
              Judge it
            </Link>
          </>
        ) : null}
      </div>
      {status === 'OPEN' && deadline_at ? (
        <div className="mt-4 sm:mt-0">
          <p className="text-[.88rem] text-soft">Ends in</p>
          <p className="font-serif text-[1.5rem] leading-tight">
            <Countdown until={deadline_at} says={`The dispute over ${title} ends in`} />
          </p>
          <p className="text-[.88rem] text-soft">
            <Time at={deadline_at} />
          </p>
          {asks ? (
            <p className="mt-1.5 text-[.88rem] text-soft">
              If you do nothing: others may be drawn in your place, and without a verdict everything goes back.
            </p>
          ) : null}
        </div>
      ) : null}
    </li>
  )
}
