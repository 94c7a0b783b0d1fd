import type { ChallengeView } from '@/components/data/types'
import { NO_REASON } from '@/lib/challenge/no-reason'
import type { Action, Party } from '@/lib/challenge/state'
import { isTerminal } from '@/lib/challenge/state'
import { sayOutcome } from './words'

/** What the page knows when it says what is next. */
export type Standing = Pick<
  ChallengeView,
  | 'mode'
  | 'status'
  | 'outcome'
  | 'split'
  | 'reason'
  | 'your_role'
  | 'accepted_at'
  | 'counterparty'
  | 'deadline'
  | 'actions'
  | 'offers'
  | 'resolution'
> & { receipt_id?: string | undefined; invite_url?: string | undefined }

type Offer = Standing['offers'][number]
type Words = { title: string; says: string }

/** What is signed: the action, and what belongs to it. */
export type Signing = {
  action: 'send' | 'accept' | 'confirm' | 'cancel' | 'extend' | 'split' | 'moderate'
  outcome?: string
  /** Until when, for more time. */
  until?: string
  /** The creator's part of everything held, in ten-thousandths, for a split. */
  creatorBps?: number
}

/** What each would be credited, in the smallest unit. */
export type Parts = { toCreator: string; toCounterparty: string }

/** The one next thing for whoever looks. `wait`, `over` and `watch` have nothing to press. */
export type Step =
  | ({ kind: 'sign'; button: string; parts?: Parts } & Signing & Words)
  /** A transaction of their own wallet. */
  | ({ kind: 'chain'; step: 'open' | 'join'; button: string } & Words)
  /** ENFORCED: their answer, sealed until both are in. */
  | ({ kind: 'respond' } & Words)
  /** One of several outcomes to choose and sign. */
  | ({ kind: 'outcome'; action: 'confirm' | 'moderate' } & Words)
  | ({ kind: 'invite' } & Words)
  | ({ kind: 'wait' } & Words)
  | ({ kind: 'receipt'; receiptId: string } & Words)
  | ({ kind: 'over' } & Words)
  | ({ kind: 'watch' } & Words)

/** Pure: where the viewer stands and what is asked of them now. */
export function nextStep(challenge: Standing, now: Date): Step {
  if (isTerminal(challenge.status)) return ended(challenge)
  if (isPast(challenge.deadline?.at ?? null, now)) return timeIsOver(challenge)
  if (challenge.your_role === 'moderator') return moderating(challenge)
  if (!isSigner(challenge)) return watching(challenge)

  switch (challenge.status) {
    case 'DRAFT':
      return draft(challenge)
    case 'AWAITING_COUNTERPARTY':
      return challenge.accepted_at ? puttingDown(challenge) : answering(challenge)
    case 'AWAITING_GATEKEEPER':
      return answerTo(challenge, now) ?? reading(challenge, now)
    case 'ACTIVE':
      return answerTo(challenge, now) ?? responding(challenge)
    default:
      return answerTo(challenge, now) ?? settling(challenge, now)
  }
}

/** What stands over it. */
export function turnLabel(step: Step): string {
  if (['sign', 'invite', 'chain', 'respond', 'outcome'].includes(step.kind)) return 'Your turn'
  if (step.kind === 'wait') return 'Waiting'
  return step.kind === 'watch' ? 'You are looking on' : 'It is over'
}

/** The signed outcome of a side that still counts, newest last; null when there is none. */
export function outcomeOffer(challenge: Standing, side: Party, now: Date): Offer | null {
  const open = challenge.offers.filter(
    (offer) => offer.role === side && offer.outcome !== null && !isPast(offer.valid_until, now),
  )
  return open.at(-1) ?? null
}

/** More time that a side has signed for; null when there is none. */
export function timeOffer(challenge: Standing, side: Party): Offer | null {
  return challenge.offers.findLast((offer) => offer.role === side && offer.until !== null) ?? null
}

/** The other one of the two, seen from the viewer. */
export function otherSide(challenge: Pick<Standing, 'your_role'>): Party {
  return challenge.your_role === 'creator' ? 'counterparty' : 'creator'
}

function isSigner({ your_role }: Standing): boolean {
  return your_role === 'creator' || your_role === 'counterparty' || your_role === 'invited'
}

const may = (challenge: Standing, action: Action) => challenge.actions.includes(action)
const isPast = (at: string | null, now: Date) => at !== null && new Date(at) <= now

function ended({ status, outcome, split, reason, receipt_id, your_role }: Standing): Step {
  const says = whyEnded(reason, your_role)
  const title =
    status === 'COMPLETED'
      ? `Ended: ${split ? 'a split' : sayOutcome(outcome)}`
      : status === 'EXPIRED'
        ? 'Time ran out'
        : sayCancelled(reason)
  if (receipt_id) return { kind: 'receipt', title, says: says ?? receiptSays(status), receiptId: receipt_id }
  return { kind: 'over', title, says: says ?? 'Nothing was locked, and nobody owes anything here.' }
}

function sayCancelled(reason: Standing['reason']): string {
  if (reason?.code === 'DECLINED') return 'Declined'
  return reason?.code === 'WITHDRAWN' ? 'Withdrawn' : 'Called off'
}

function receiptSays(status: string): string {
  return status === 'COMPLETED'
    ? 'The receipt says what happened and who signed it. Anyone can check it, without asking us.'
    : 'The receipt says who stayed silent. Anyone can check it.'
}

/** Why it ended otherwise than by both signing an outcome, in words for the viewer. */
export function whyEnded(reason: Standing['reason'], role: Standing['your_role']): string | null {
  switch (reason?.code) {
    case undefined:
      return null
    case 'WITHDRAWN':
      return role === 'creator'
        ? 'You took it back before it was accepted. Nothing was locked.'
        : 'Its creator took it back before it was accepted. Nothing was locked.'
    case 'DECLINED':
      return sayDeclined(reason.text, role)
    case 'CANCELLED_TOGETHER':
      return 'Both signed to call it off.'
    case 'E4021':
      return 'A wallet did not hold what the terms ask for, so nothing was locked.'
    case 'DEADLINE':
      return 'The deadline passed. Nobody wins by waiting, and nothing was taken.'
    default:
      return reason?.text ?? null
  }
}

function sayDeclined(text: string, role: Standing['your_role']): string {
  const who = role === 'creator' ? 'The other side said no' : 'The counterparty said no'
  return text === NO_REASON ? `${who}, and gave no reason. Nothing was locked.` : `${who}: “${text}”`
}

function timeIsOver({ deadline }: Standing): Step {
  if (deadline?.chain_at) {
    return {
      kind: 'wait',
      title: 'The time is over',
      says: 'Nobody can act here any more. What both have signed can still be taken to the contract; otherwise it gives everything back by its own clock.',
    }
  }
  const word = deadline?.then === 'CANCELLED' ? 'cancelled' : 'expired'
  return {
    kind: 'wait',
    title: 'The time is over',
    says: `Nobody can act any more. The desk ends it as ${word} in a moment; this page says so by itself.`,
  }
}

function watching({ status, counterparty, actions }: Standing): Step {
  const isOpen = status === 'AWAITING_COUNTERPARTY' && counterparty === null
  if (isOpen) {
    return {
      kind: 'watch',
      title: 'Open to whoever holds the invite',
      says: 'To take part you need the invite link. Ask whoever showed you this page for it.',
    }
  }
  const says =
    actions.length > 0
      ? 'You may decide how it ends.'
      : 'This is between two others. You see what they let others see; nothing is asked of you.'
  return { kind: 'watch', title: 'Not your deal', says }
}

function draft(challenge: Standing): Step {
  const { mode } = challenge
  if (!may(challenge, mode === 'SOLO' ? 'confirm' : 'send')) {
    return { kind: 'wait', title: 'Not sent yet', says: 'Its creator still writes the terms.' }
  }
  if (mode === 'SOLO') {
    const isOracle = challenge.resolution.strategy === 'ORACLE'
    return {
      kind: 'sign',
      action: 'confirm',
      title: 'Sign it',
      says: isOracle
        ? 'You sign alone. Then nobody can change it, and the figure says how it ends.'
        : 'You sign alone. It is complete at once, and the receipt is yours.',
      button: isOracle ? 'Sign' : 'Sign and complete',
    }
  }
  return {
    kind: 'sign',
    action: 'send',
    title: 'Sign and send it',
    says: 'Your signature fixes the terms. The other side then gets a link and signs the same.',
    button: 'Sign and send',
  }
}

function answering(challenge: Standing): Step {
  if (may(challenge, 'accept')) {
    const isCreator = challenge.your_role === 'creator'
    return {
      kind: 'sign',
      action: 'accept',
      title: isCreator ? 'They propose other terms' : 'Sign the same terms',
      says: isCreator
        ? 'Your own signature was on the old terms and counts no more. Sign these, propose others, or withdraw.'
        : isBonded(challenge)
          ? 'They have signed. If you sign the same, both of you put down your bonds, and the deal is locked.'
          : 'They have signed. If you sign the same, wallets and funds are read, and the deal is locked.',
      button: 'Sign and accept',
    }
  }
  if (challenge.your_role === 'creator' && challenge.invite_url) {
    return {
      kind: 'invite',
      title: 'Give them the link',
      says: challenge.counterparty
        ? 'You have signed. Only the wallet you named can accept; the link shows them what to sign.'
        : 'You have signed. The first wallet that accepts with this link is the other side.',
    }
  }
  return { kind: 'wait', title: 'They read your terms', says: 'You have signed. Now they accept, answer or say no.' }
}

/** Both have signed; the contract waits for the bonds, the creator's first. */
function puttingDown(challenge: Standing): Step {
  const isCreator = challenge.your_role === 'creator'
  if (may(challenge, 'deposit')) {
    return {
      kind: 'chain',
      step: isCreator ? 'open' : 'join',
      title: 'Put down your bond',
      says: isCreator
        ? 'Both have signed. You deposit first; it comes back by itself if they do not follow in time.'
        : 'Their bond is in the contract. Put yours beside it, and the deal is locked.',
      button: 'Deposit',
    }
  }
  return isCreator
    ? {
        kind: 'wait',
        title: 'Your bond is on its way',
        says: 'It locks once theirs is there and the chain has confirmed both.',
      }
    : {
        kind: 'wait',
        title: 'The creator deposits first',
        says: 'Then it is your turn. It locks once the chain has confirmed both.',
      }
}

function responding(challenge: Standing): Step {
  if (may(challenge, 'respond')) {
    return {
      kind: 'respond',
      title: 'Answer',
      says: 'What you say stays sealed until they have answered too. Without both answers in time, everything goes back.',
    }
  }
  return { kind: 'wait', title: 'You have answered', says: 'It is opened once they have answered too.' }
}

function moderating(challenge: Standing): Step {
  if (may(challenge, 'moderate')) {
    return {
      kind: 'outcome',
      action: 'moderate',
      title: 'Say how it ended',
      says: 'Both named you. What you sign decides, and anybody can see that you signed it.',
    }
  }
  return { kind: 'watch', title: 'You are named to decide', says: 'Nothing is asked of you yet. This page says when.' }
}

/** The step that answers what the other side has signed, if anything of theirs waits for an answer. */
function answerTo(challenge: Standing, now: Date): Step | null {
  const theirs = outcomeOffer(challenge, otherSide(challenge), now)
  const mine = outcomeOffer(challenge, ownSide(challenge), now)
  if (theirs?.outcome && mine?.outcome !== theirs.outcome) return sameOutcome(challenge, theirs, mine)

  const theirTime = timeOffer(challenge, otherSide(challenge))
  const myTime = timeOffer(challenge, ownSide(challenge))
  if (!theirTime?.until || theirTime.until === myTime?.until || !may(challenge, 'extend')) return null
  return {
    kind: 'sign',
    action: 'extend',
    until: theirTime.until,
    title: 'They ask for more time',
    says: 'They signed for a later deadline. It moves once you sign the same; until then nothing changes.',
    button: 'Sign: more time',
  }
}

function sameOutcome(challenge: Standing, theirs: Offer, mine: Offer | null): Step | null {
  if (theirs.action === 'split') return sameSplit(challenge, theirs)
  const isCancel = theirs.action === 'cancel'
  const action = isCancel ? 'cancel' : 'confirm'
  if (!may(challenge, action)) return null

  const outcome = theirs.outcome as string
  const words = sayOutcome(outcome)
  const own = mine ? ` You had signed: ${sayOutcome(mine.outcome)}.` : ''
  const end = challenge.status === 'AWAITING_GATEKEEPER' ? 'call it off' : 'complete'
  return {
    kind: 'sign',
    action,
    outcome,
    title: isCancel ? 'They want to call it off' : `They signed: ${words}`,
    says: isCancel
      ? `They signed that.${own} Sign the same to ${end === 'complete' ? 'end it as no contest' : end}.`
      : `${outcome === 'NO_CONTEST' ? 'It would end without a winner. ' : ''}Sign the same to complete.${own}`,
    button: isCancel ? 'Sign: call it off' : `Sign: ${words}`,
  }
}

/** The share that gives exactly these amounts: the creator's part is rounded down. */
function bpsOf({ to_creator, to_counterparty }: Offer): number {
  const [creator, counterparty] = [BigInt(to_creator ?? '0'), BigInt(to_counterparty ?? '0')]
  const held = creator + counterparty
  return held === 0n ? 0 : Number((creator * 10_000n + held - 1n) / held)
}

function sameSplit(challenge: Standing, theirs: Offer): Step | null {
  if (!may(challenge, 'split')) return null
  return {
    kind: 'sign',
    action: 'split',
    creatorBps: bpsOf(theirs),
    title: 'They propose a split',
    says: 'They signed how everything held would be divided, as below. Sign the same, and the contract credits it so.',
    ...(theirs.to_creator && theirs.to_counterparty
      ? { parts: { toCreator: theirs.to_creator, toCounterparty: theirs.to_counterparty } }
      : {}),
    button: 'Sign: split',
  }
}

function reading(challenge: Standing, now: Date): Step {
  const mine = outcomeOffer(challenge, ownSide(challenge), now)
  if (mine) return { kind: 'wait', title: 'You signed to call it off', says: 'It ends once they sign the same.' }
  return {
    kind: 'wait',
    title: 'Wallets and funds are read',
    says: 'Both have signed. The desk reads what the terms ask for and locks the deal when all of it is there. You need not stay.',
  }
}

function settling(challenge: Standing, now: Date): Step {
  const mine = outcomeOffer(challenge, ownSide(challenge), now)
  const theirs = outcomeOffer(challenge, otherSide(challenge), now)
  if (mine && theirs && isBonded(challenge)) {
    return {
      kind: 'wait',
      title: 'Both have signed the same',
      says: 'The desk takes it to the contract, and anybody else may. It is complete once the chain has confirmed it.',
    }
  }
  if (mine) {
    return {
      kind: 'wait',
      title: mine.action === 'split' ? 'You proposed a split' : `You signed: ${sayOutcome(mine.outcome)}`,
      says: 'It is complete once they sign the same. You may still change your mind.',
    }
  }
  if (challenge.resolution.strategy === 'ORACLE') return waitingForOracle(challenge)
  if (!may(challenge, 'confirm')) {
    return { kind: 'wait', title: 'Nothing to do now', says: 'This page says when something is asked of you.' }
  }
  if (isBonded(challenge)) return choosing(challenge)
  return {
    kind: 'sign',
    action: 'confirm',
    outcome: 'FULFILLED',
    title: 'Say how it ended',
    says: 'Sign once the deal is kept. It is complete when both have signed the same.',
    button: 'Sign: fulfilled',
  }
}

function waitingForOracle({ mode }: Standing): Step {
  return {
    kind: 'wait',
    title: 'The figure decides',
    says: `The desk looks by itself${mode === 'SOLO' ? '' : ', and anybody may take the answer to the contract'}. You need not stay.`,
  }
}

/** Who ends a dispute if the two do not. */
const WITHOUT_YOU: Partial<Record<string, string>> = {
  COMMITTEE: 'A panel is drawn and votes. ',
  MODERATOR: 'Whom you both named may decide. ',
}

function choosing({ status, resolution }: Standing): Step {
  const isDisputed = status === 'DISPUTED'
  return {
    kind: 'outcome',
    action: 'confirm',
    title: isDisputed ? 'You disagree' : 'Say how it ended',
    says: isDisputed
      ? `${WITHOUT_YOU[String(resolution.strategy)] ?? ''}You can still agree: what both sign ends it at once.`
      : `Choose what you would sign. It ends when they sign the same${
          resolution.strategy === 'MODERATOR' ? ', or when whom you both named signs' : ''
        }.`,
  }
}

export function isBonded({ mode }: Pick<Standing, 'mode'>): boolean {
  return mode === 'FIRE' || mode === 'ENFORCED'
}

/** The viewer as one of the two who sign. */
export function ownSide({ your_role }: Standing): Party {
  return your_role === 'creator' ? 'creator' : 'counterparty'
}
