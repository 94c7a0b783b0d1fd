'use client'

import { useDeferredValue, useEffect, useId, useState } from 'react'
import { groupEndings, nameOfEnding, sayCosts, sayEndingText, sayGroup } from '@/components/challenge/ending-words'
import { ChainTime, Shares } from '@/components/challenge/endings-section'
import { SEAL_OF } from '@/components/challenge/words'
import { useNetworks } from '@/components/data/networks'
import { Seal } from '@/components/proof/seal'
import { Time } from '@/components/ui/time'
import { type Ending, rehearse } from '@/lib/challenge/rehearsal'
import type { Mode } from '@/lib/challenge/state'
import { useForm } from './form-context'
import { sayAsked } from './say-asked'
import { toRehearsed } from './to-rehearsed'

/** What comes of what is typed now, by the rules the desk ends it by. */
export function useRehearsal(draftSince: string | null): Rehearsal {
  const { values, desk } = useForm()
  const settled = useSettled(values)
  const isSolo = settled.mode === 'SOLO'
  const endings = rehearse(toRehearsed(settled, desk, draftSince), toMinute(desk.now))
  // Of SOLO nothing but the draft runs out while nobody does anything.
  const clock = isSolo ? 'creator, or the clock' : 'the clock'
  const byItself = endings.filter(({ automatic, by }) => automatic && by === clock)
  const idle = byItself.sort((a, b) => a.at.getTime() - b.at.getTime())[0]
  return { mode: settled.mode, isSolo, endings, idle, asked: sayAsked(settled, desk.networks) }
}

type Rehearsal = { mode: Mode; isSolo: boolean; endings: Ending[]; idle: Ending | undefined; asked: string[] }

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
export function EndingList({ rehearsal: { mode, endings } }: { rehearsal: Rehearsal }) {
  const id = useId()
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="text-[1.16rem]">
        Every way it can end
      </h2>
      <div className="mt-2.5">
        {groupEndings(endings).map(({ title, endings: group }) =>
          title === null ? (
            <Rows key="all" endings={group} />
          ) : (
            <details key={title} className="border-line border-t">
              <summary className="w-fit cursor-pointer py-2 font-[560] text-[.94rem]">
                {sayGroup({ title, endings: group })}
              </summary>
              <Rows endings={group} />
            </details>
          ),
        )}
      </div>
      <p className="border-line border-t pt-2.5 text-[.88rem] text-soft">{sayCosts(mode)}</p>
    </section>
  )
}

function Rows({ endings }: { endings: Ending[] }) {
  return (
    <ol>
      {endings.map((ending) => (
        <EndingRow key={`${ending.status}${ending.outcome}${ending.text}`} ending={ending} />
      ))}
    </ol>
  )
}

const BY: Record<string, string> = {
  'both parties': 'by both of you',
  creator: 'by you',
  'the checks': 'by the checks',
  'the panel': 'by the panel',
  'the moderator': 'by the moderator',
  'the oracle': 'by the figure',
}

function EndingRow({ ending }: { ending: Ending }) {
  const { status, at, automatic, receipt, by } = ending
  const networks = useNetworks()
  const named = nameOfEnding(ending)
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 border-line border-t py-2 text-[.9rem] leading-[1.45]">
      <span className="pt-[.16em]">
        <Seal state={SEAL_OF[status]} className="size-[17px]" />
      </span>
      <div className="min-w-0">
        <p className="font-[560]">
          {named.outcome ? `${named.status}, ${named.outcome}` : named.status}
          <span className="font-[400] text-soft">
            {BY[by] ? ` ${BY[by]}` : ''}, {receipt ? 'with a receipt' : 'no receipt'}
          </span>
        </p>
        <p>{sayEndingText(ending, networks)}</p>
        <p className="text-soft">
          {automatic ? 'By itself ' : 'Until '}
          <Time at={at} />
        </p>
        <Shares ending={ending} viewer="creator" />
        <ChainTime ending={ending} />
      </div>
    </li>
  )
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
