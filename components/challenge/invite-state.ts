import type { ChallengeView } from '@/components/data/types'
import { isTerminal } from '@/lib/challenge/state'

type Given = Pick<
  ChallengeView,
  'status' | 'your_role' | 'accepted_at' | 'counterparty' | 'deadline' | 'verification' | 'reason'
>

/**
 * What an invite is to whoever opened it. open: it can be accepted. yours: they are one of the two already. not-you: it
 * names another wallet (E3012). taken: accepted by somebody else (E3015). late: the time is over (E3013). gone:
 * withdrawn or declined (E3011).
 */
export type InviteState = 'open' | 'yours' | 'not-you' | 'taken' | 'late' | 'gone'

/** Pure. `connected`: whether we know who looks; before that, a named wallet may be theirs. */
export function inviteState(challenge: Given, connected: boolean, now: Date): InviteState {
  const { status, your_role, accepted_at, counterparty, deadline, verification } = challenge
  if (your_role === 'creator') return 'yours'
  const hasSigned = accepted_at !== null || verification.counterparty.wallet === 'VERIFIED'
  if (your_role === 'counterparty' && (hasSigned || isTerminal(status))) return 'yours'
  // Who just said no stays here, to read that it was taken.
  if (status === 'CANCELLED') return 'gone'
  if (accepted_at !== null) return 'taken'
  if (status === 'EXPIRED' || (deadline !== null && new Date(deadline.at) <= now)) return 'late'
  if (your_role === 'stranger' && counterparty !== null && connected) return 'not-you'
  return 'open'
}

type Words = { title: string; says: string }

/** Pure: the page of an invite that cannot be accepted. */
export function sayInvite(state: Exclude<InviteState, 'open' | 'yours'>, { reason }: Pick<Given, 'reason'>): Words {
  switch (state) {
    case 'not-you':
      return {
        title: 'This invite is for another wallet.',
        says: 'Its creator named the wallet that may accept, and it is not the one you are here with. If it is yours too, go on with that one.',
      }
    case 'taken':
      return {
        title: 'Somebody else has accepted.',
        says: 'An invite is good once, and another wallet signed first. Nothing was done in your name. If that is a surprise, ask whoever invited you.',
      }
    case 'late':
      return {
        title: 'The time to accept is over.',
        says: 'Nobody accepted in time, so it ended by itself and nothing was taken. Whoever invited you can send it anew.',
      }
    case 'gone':
      return reason?.code === 'DECLINED'
        ? { title: 'This was declined.', says: 'It has ended, and nothing is asked of anybody.' }
        : {
            title: 'This was withdrawn.',
            says: 'Whoever invited you took it back before it was accepted. Nothing is asked of you.',
          }
  }
}
