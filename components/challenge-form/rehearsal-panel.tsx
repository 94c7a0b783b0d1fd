'use client'

import { useDeferredValue, useEffect, useId, useState } from 'react'
import { SEAL_OF } from '@/components/challenge/words'
import { Seal } from '@/components/proof/seal'
import { Time } from '@/components/ui/time'
import { type Ending, rehearse } from '@/lib/challenge/rehearsal'
import { useForm } from './form-context'
import { sayAsked } from './say-asked'
import { toRehearsed } from './to-rehearsed'

/** What comes of what is typed now, by the rules the desk ends it by. */
export function useRehearsal(draftSince: string | null): Rehearsal {
  const { values, desk } = useForm()
  const settled = useSettled(values)
  const isSolo = settled.mode === 'SOLO'
  const endings = rehearse(toRehearsed(settled, desk, draftSince), toMinute(desk.now))
  const idle = endings.filter(({ automatic }) => automatic).sort((a, b) => a.at.getTime() - b.at.getTime())[0]
  return { isSolo, endings, idle, asked: sayAsked(settled, desk.networks) }
}

type Rehearsal = { isSolo: boolean; endings: Ending[]; idle: Ending | undefined; asked: string[] }

/** Times that count from now begin with the minute, as in the text that is signed. */
function toMinute(now: Date): Date {
  return new Date(Math.floor(now.getTime() / 60_000) * 60_000)
}

/** What happens if nobody does anything: the first thing to know. */
export function IdleEnding({ rehearsal: { isSolo, idle, asked } }: { rehearsal: Rehearsal }) {
  return (
    <section aria-labelledby="rehearsal">
      <p className="text-[.84rem] text-soft">Rehearsal</p>
      <h2 id="rehearsal" className="mt-1 text-[1.5rem]">
        If nobody does anything
      </h2>
      {idle ? (
        <div role="status" className="mt-2.5">
          <p className="font-serif text-[1.16rem] leading-snug">
            {isSolo ? 'The draft is thrown away on' : 'It expires on'} <Time at={idle.at} />.
          </p>
          <p className="mt-1 text-[.92rem] text-soft">
            {isSolo
              ? 'You never signed it, and nobody saw it.'
              : 'You have signed, they have not. Nothing is taken from anybody.'}
          </p>
          {asked.map((line) => (
            <p key={line} className="mt-1 text-[.92rem] text-soft [overflow-wrap:anywhere]">
              {line}
            </p>
          ))}
        </div>
      ) : null}
    </section>
  )
}

/** Every way it can end if it were signed now. */
export function EndingList({ rehearsal: { isSolo, endings } }: { rehearsal: Rehearsal }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-[1.16rem]">
        Every way it can end
      </h2>
      <ol className="mt-2.5">
        {endings.map((ending) => (
          <EndingRow key={`${ending.status}${ending.outcome}${ending.text}`} ending={ending} />
        ))}
      </ol>
      <p className="border-line border-t pt-2.5 text-[.88rem] text-soft">
        {isSolo ? 'No money moves.' : 'No money moves in any of them: without bonds the desk holds nothing.'}
      </p>
    </section>
  )
}

const BY: Record<string, string> = {
  'both parties': 'by both of you',
  creator: 'by you',
  'the checks': 'by the checks',
}

function EndingRow({ ending }: { ending: Ending }) {
  const { status, at, automatic, receipt, text, amounts, by } = ending
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line border-t py-2 text-[.9rem] leading-[1.45]">
      <span className="pt-[.16em]">
        <Seal state={SEAL_OF[status]} className="size-[17px]" />
      </span>
      <div className="min-w-0">
        <p className="font-[560]">
          {nameOf(ending)}
          <span className="font-[400] text-soft">
            {BY[by] ? ` ${BY[by]}` : ''}, {receipt ? 'with a receipt' : 'no receipt'}
          </span>
        </p>
        <p>{text}</p>
        <p className="text-soft">
          {automatic ? 'By itself ' : 'Until '}
          <Time at={at} />
        </p>
        {amounts.map(({ to, amount, asset }) => (
          <p key={to}>
            {amount} {asset} to the {to}
          </p>
        ))}
      </div>
    </li>
  )
}

function nameOf({ status, outcome }: Ending): string {
  if (status === 'COMPLETED') return outcome === 'NO_CONTEST' ? 'No contest' : 'Fulfilled'
  if (status === 'CANCELLED') return 'Cancelled'
  return outcome === 'NO_CONTEST' ? 'Expired, no contest' : 'Expired'
}

const SETTLE_MS = 300

/** What was typed, once the typing has paused: a rehearsal of half a number helps nobody. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS)
    return () => clearTimeout(timer)
  }, [value])
  return useDeferredValue(settled)
}
