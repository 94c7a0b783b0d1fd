import { MODE_WORDS } from '@/components/challenge/words'
import type { ChallengeView } from '@/components/data/types'
import { Address } from '@/components/ui/address'

type Seen = Pick<ChallengeView, 'mode' | 'your_role' | 'creator' | 'counterparty'>

/** What kind of challenge it is, and who the other side is. */
export function ChallengeFacts({ challenge }: { challenge: Seen }) {
  const { mode, your_role, creator, counterparty } = challenge
  const other = your_role === 'counterparty' ? creator : counterparty
  return (
    <span className="flex flex-wrap items-center gap-x-[.4em] text-[.9rem] text-soft">
      <span>{MODE_WORDS[mode].name}</span>
      {mode === 'SOLO' ? null : (
        <span className="inline-flex min-w-0 items-center gap-[.4em]">
          <span>with</span>
          {other ? <Address value={other} copy={false} /> : <span>whoever has the link</span>}
        </span>
      )}
    </span>
  )
}
