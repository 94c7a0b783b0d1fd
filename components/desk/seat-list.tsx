'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { isAsked, saySeat, sayTaskSeat, seatKey } from '@/components/case/say-seat'
import type { AuditView, CaseSeatView, TaskSeatView } from '@/components/case/types'
import { MODE_WORDS } from '@/components/challenge/words'
import { pressable } from '@/components/ui/button'
import { Status } from '@/components/ui/status'
import { Countdown, Time } from '@/components/ui/time'

/** Disputes and tasks of others on which this party has a say. `first`: nothing on the page comes before. */
export function SeatList({ seats, first }: { seats: readonly AuditView[]; first: boolean }) {
  return (
    <ul className="border-line border-b">
      {seats.map((seat, index) => (
        <SeatRow key={seatKey(seat)} seat={seat} next={first && index === 0} />
      ))}
    </ul>
  )
}

type RowProps<Seat> = { seat: Seat; next?: boolean }

/** One seat: what to look at, until when, and what became of it. `next`: saying it here is the one next thing. */
export function SeatRow({ seat, next = false }: RowProps<AuditView>) {
  return seat.kind === 'case' ? <CaseRow seat={seat} next={next} /> : <TaskRow seat={seat} next={next} />
}

function CaseRow({ seat, next = false }: RowProps<CaseSeatView>) {
  const { case_id, title, mode, status, deadline_at, seated_at } = seat
  const { look, says } = saySeat(seat)
  return (
    <Row
      href={`/cases/${case_id}`}
      title={title}
      drawn={
        <>
          You were drawn for the panel of this {MODE_WORDS[mode].name} challenge on <Time at={seated_at} />.
        </>
      }
      status={<Status look={look}>{says}</Status>}
      ask={
        isAsked(seat)
          ? {
              says: 'Look at the terms both signed, the reason, and the files each side shows. Then sign one outcome.',
              else: 'others may be drawn in your place, and without a verdict everything goes back.',
              next,
            }
          : null
      }
      end={status === 'OPEN' ? deadline_at : null}
      endSays={`The dispute over ${title} ends in`}
    />
  )
}

function TaskRow({ seat, next = false }: RowProps<TaskSeatView>) {
  const { receipt_id, intent_type, deadline_at, seated_at } = seat
  const { look, says } = sayTaskSeat(seat)
  return (
    <Row
      href={`/receipts/${receipt_id}`}
      title={intent_type}
      drawn={
        <>
          You were drawn for the committee of this task on <Time at={seated_at} />.
        </>
      }
      status={<Status look={look}>{says}</Status>}
      ask={
        isAsked(seat)
          ? {
              says: 'Look at what was asked for and what came of it. Then sign whether it passes.',
              else: 'others are drawn in your place after a day, and your word does not count any more.',
              next,
            }
          : null
      }
      end={isAsked(seat) ? deadline_at : null}
      endSays={`Your seat for ${intent_type} is given to others in`}
    />
  )
}

type FrameProps = {
  href: string
  title: string
  drawn: ReactNode
  status: ReactNode
  /** What is asked, and what comes of doing nothing. */
  ask: { says: string; else: string; next: boolean } | null
  end: string | null
  endSays: string
}

function Row({ href, title, drawn, status, ask, end, endSays }: FrameProps) {
  return (
    <li className="grid gap-x-5 border-line border-t py-5 sm:grid-cols-[minmax(0,1fr)_190px]">
      <div className="min-w-0">
        <h3 className="text-[1.28rem] [overflow-wrap:anywhere]">
          <Link href={href} prefetch={false} className="decoration-line">
            {title}
          </Link>
        </h3>
        <p className="mt-1 text-[.92rem] text-soft">{drawn}</p>
        <p className="mt-2">{status}</p>
        {ask ? (
          <>
            <p className="mt-1 text-soft">{ask.says}</p>
            <Link
              href={href}
              prefetch={false}
              aria-label={`Judge it: ${title}`}
              className={`${pressable(ask.next ? 'next' : 'plain')} mt-4`}
            >
              Judge it
            </Link>
          </>
        ) : null}
      </div>
      {end ? (
        <div className="mt-4 sm:mt-0">
          <p className="text-[.88rem] text-soft">Ends in</p>
          <p className="font-serif text-[1.5rem] leading-tight">
            <Countdown until={end} says={endSays} />
          </p>
          <p className="text-[.88rem] text-soft">
            <Time at={end} />
          </p>
          {ask ? <p className="mt-1.5 text-[.88rem] text-soft">If you do nothing: {ask.else}</p> : null}
        </div>
      ) : null}
    </li>
  )
}
