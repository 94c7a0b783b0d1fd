'use client'

import { useDeferredValue, useEffect, useState } from 'react'
import { SEAL_OF } from '@/components/challenge/words'
import { Seal } from '@/components/proof/seal'
import { Time } from '@/components/ui/time'
import { type Ending, rehearse } from '@/lib/challenge/rehearsal'
import { useForm } from './form-context'
import { sayAsked } from './say-asked'
import { toRehearsed } from './to-rehearsed'

/** Every way it can end if it were signed now, by the rules the desk ends it by. */
export function RehearsalPanel({ draftSince }: { draftSince: string | null }) {
  const { values, desk } = useForm()
  const settled = useSettled(values)
  const isSolo = settled.mode === 'SOLO'
  const endings = rehearse(toRehearsed(settled, desk, draftSince), desk.now)
  const idle = endings.filter(({ automatic }) => automatic).sort((a, b) => a.at.getTime() - b.at.getTime())[0]
  const asked = sayAsked(settled, desk.networks)

  return (
    <section aria-labelledby="rehearsal">
      <p className="text-[.84rem] text-soft">Rehearsal</p>
      <h2 id="rehearsal" className="mt-1 text-[1.5rem]">
        How it can end
      </h2>
      {idle ? (
        <div role="status" className="mt-3">
          <p className="text-soft">{isSolo ? 'If you never sign it' : 'If you sign, and nobody does anything more'}</p>
          <p className="mt-0.5 font-serif text-[1.22rem] leading-snug">
            {nameOf(idle)} <Time at={idle.at} />
          </p>
          <p className="text-[.92rem] text-soft">
            {isSolo ? 'The draft is put away.' : 'Nothing is taken from anybody.'}
          </p>
        </div>
      ) : null}
      <h3 className="mt-5 font-[560] font-sans text-[.95rem] tracking-normal">Every ending</h3>
      <ol className="mt-2">
        {endings.map((ending) => (
          <EndingRow key={`${ending.status}${ending.outcome}${ending.text}`} ending={ending} />
        ))}
      </ol>
      <div className="mt-3 grid gap-1.5 text-[.9rem] text-soft">
        {asked.map((line) => (
          <p key={line} className="[overflow-wrap:anywhere]">
            {line}
          </p>
        ))}
        <p>{isSolo ? 'No money moves.' : 'No money moves in any of them: without bonds the desk holds nothing.'}</p>
      </div>
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
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line border-t py-2.5">
      <span className="pt-[.2em]">
        <Seal state={SEAL_OF[status]} className="size-[18px]" />
      </span>
      <div className="min-w-0">
        <p className="font-[560]">
          {nameOf(ending)}
          <span className="font-[400] text-soft">
            {BY[by] ? ` ${BY[by]}` : ''}, {receipt ? 'with a receipt' : 'no receipt'}
          </span>
        </p>
        <p className="text-[.92rem]">{text}</p>
        <p className="text-[.9rem] text-soft">
          {automatic ? 'By itself on ' : 'Until '}
          <Time at={at} />
        </p>
        {amounts.map(({ to, amount, asset }) => (
          <p key={to} className="text-[.9rem]">
            {amount} {asset} to the {to}
          </p>
        ))}
      </div>
    </li>
  )
}

function nameOf({ status, outcome }: Ending): string {
  if (status === 'COMPLETED') return outcome === 'NO_CONTEST' ? 'Ended without a winner' : 'Fulfilled'
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
