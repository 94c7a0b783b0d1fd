import type { ChallengeView } from '@/components/data/types'
import type { StatusLook } from '@/components/ui/status'
import type { Party } from '@/lib/challenge/state'

type Seen = Pick<ChallengeView, 'responses' | 'your_role' | 'status'>
export type Answered = {
  look: StatusLook
  says: string
  words: string | null
  salt: string | null
  hash: string | null
}

/** Pure: what one side of an ENFORCED challenge answered, as far as the one who looks may know it. */
export function sayAnswer({ responses, your_role, status }: Seen, side: Party): Answered | null {
  const answer = responses?.[side]
  if (!responses || !answer) return null

  const { hash, response = null, salt = null } = answer
  const words = { words: response, salt, hash }
  if (hash === null) {
    const isOver = status !== 'ACTIVE' && status !== 'INTENT_LOCKED'
    const says = response ? 'sealed at the desk, its hash not on the chain yet' : isOver ? 'never given' : 'not yet'
    return { ...words, look: isOver ? 'none' : 'wait', says }
  }
  const areOpen = responses.creator.hash !== null && responses.counterparty.hash !== null
  if (areOpen && response) return { ...words, look: 'ok', says: 'open' }
  if (areOpen) {
    const isInside = your_role === 'creator' || your_role === 'counterparty' || your_role === 'moderator'
    return { ...words, look: 'none', says: isInside ? 'only its hash is here' : 'for the two to know' }
  }
  return { ...words, look: 'ok', says: side === your_role ? 'given; they cannot read it yet' : 'given, sealed' }
}
