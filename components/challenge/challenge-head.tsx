import type { ReactNode } from 'react'
import type { ChallengeView, LogView } from '@/components/data/types'
import { BigSeal } from './big-seal'
import { type PathStep, pathOf } from './path'
import { sealOf } from './seal-of'
import { MODE_WORDS, nameOfStatus } from './words'

type Props = { challenge: ChallengeView; log: LogView; children?: ReactNode }

/** What it is, and where it stands on its way. */
export function ChallengeHead({ challenge, log, children }: Props) {
  const { mode, revision, title, status } = challenge
  return (
    <header className="grid gap-x-7 gap-y-4 pt-9 pb-7 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-center sm:pt-11">
      <BigSeal state={sealOf(challenge)} />
      <div className="min-w-0">
        <p className="text-[.86rem] text-soft">
          {MODE_WORDS[mode].name} challenge, revision {revision}
        </p>
        <h1 className="mt-1.5 text-[clamp(2rem,4.6vw,3rem)] [overflow-wrap:anywhere]">{title}</h1>
        <ol
          aria-label="The way of this challenge"
          className="mt-3.5 flex flex-wrap gap-x-[18px] gap-y-1.5 text-[.92rem]"
        >
          {pathOf(mode, status, log.data).map(({ status: each, place }) => (
            <PathItem key={each} name={nameOfStatus(each, challenge)} place={place} />
          ))}
        </ol>
        {children}
      </div>
    </header>
  )
}

const DOTS = { done: 'border-ink bg-ink', now: 'border-seal bg-seal', ahead: 'border-edge' }
const WORDS = { done: 'text-soft', now: 'font-[560] text-ink', ahead: 'text-soft' }
const HEARD = { done: 'done', now: 'now', ahead: 'ahead' }

function PathItem({ name, place }: { name: string; place: PathStep['place'] }) {
  return (
    <li
      className={`flex items-center gap-[7px] ${WORDS[place]}`}
      {...(place === 'now' ? { 'aria-current': 'step' } : {})}
    >
      <span className={`size-2 flex-none rounded-full border-[1.5px] ${DOTS[place]}`} />
      {name}
      <span className="sr-only">, {HEARD[place]}</span>
    </li>
  )
}
