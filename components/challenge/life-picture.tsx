import { Seal } from '@/components/proof/seal'
import type { Mode } from '@/lib/challenge/state'
import { type Exit, lifeOf, type Station } from './life'
import { capitalize, SEAL_OF, STATUS_WORDS, sayDuration, sayMove } from './words'

/** The life of a challenge as the state table has it: each status with what leads on and what happens otherwise. */
export function LifePicture({ mode }: { mode: Mode }) {
  return (
    <ol className="grid gap-x-6 gap-y-9 md:grid-cols-5">
      {lifeOf(mode).map((station) => (
        <LifeStation key={station.status} station={station} />
      ))}
    </ol>
  )
}

function LifeStation({ station: { status, onward, clock, exits } }: { station: Station }) {
  const { name, says } = STATUS_WORDS[status]
  return (
    <li className="grid grid-cols-[48px_1fr] content-start gap-x-4 md:grid-cols-1">
      <Seal state={SEAL_OF[status]} className="-ml-1 size-12" />
      <div>
        <h3 className="text-[1.16rem] md:mt-3">{name}</h3>
        <p className="mt-1 text-[.92rem] text-soft">{says}</p>
        {onward ? <p className="mt-3 text-[.92rem]">Then {sayMove(onward)}.</p> : null}
        {clock ? (
          <p className="mt-1 text-[.86rem] text-soft">
            If nobody does anything: {STATUS_WORDS[clock.to].name.toLowerCase()} after {sayDuration(clock.seconds)}.
          </p>
        ) : null}
        {exits.length > 0 ? <OtherWays exits={exits} /> : null}
      </div>
    </li>
  )
}

function OtherWays({ exits }: { exits: Exit[] }) {
  return (
    <details className="mt-1 text-[.86rem] text-soft">
      <summary className="w-fit cursor-pointer py-1">Or else</summary>
      <ul className="mt-1 grid gap-1">
        {exits.map((exit) => (
          <li key={exit.action + exit.to}>
            {capitalize(sayMove(exit))}: {STATUS_WORDS[exit.to].name.toLowerCase()}.
          </li>
        ))}
      </ul>
    </details>
  )
}
