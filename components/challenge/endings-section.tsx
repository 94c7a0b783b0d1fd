import type { ChallengeView, RehearsalView } from '@/components/data/types'
import { Time } from '@/components/ui/time'
import { isLocked } from '@/lib/challenge/state'
import { STATUS_WORDS, sayOutcome } from './words'

type Ending = RehearsalView['endings'][number]

/** Every way it can end: who brings it about, by when, and what stays. */
export function EndingList({ endings }: { endings: Ending[] }) {
  return (
    <ul>
      {endings.map((ending) => (
        <li
          key={ending.status + ending.outcome + ending.text}
          className="grid gap-x-5 gap-y-0.5 border-line border-t py-2.5 sm:grid-cols-[11.5rem_minmax(0,1fr)]"
        >
          <span className="font-serif text-[1.08rem]">
            {STATUS_WORDS[ending.status].name}
            {ending.outcome ? <span className="text-soft">, {sayOutcome(ending.outcome)}</span> : null}
          </span>
          <span className="min-w-0 text-[.95rem]">
            {ending.text}{' '}
            <span className="text-soft">
              {ending.automatic ? 'By itself on' : 'Until'} <Time at={ending.at} />.{' '}
              {ending.receipt ? 'With a receipt.' : 'Without a receipt.'}
            </span>
          </span>
        </li>
      ))}
    </ul>
  )
}

/** Pure: without the endings that the way so far has ruled out. */
export function stillPossible(
  endings: Ending[],
  { status, accepted_at }: Pick<ChallengeView, 'status' | 'accepted_at'>,
): Ending[] {
  if (isLocked(status)) return endings.filter(({ receipt }) => receipt)
  if (!accepted_at) return endings
  return endings.filter(({ by, text }) => by !== 'creator or counterparty' && !text.startsWith('Nobody accepts'))
}
