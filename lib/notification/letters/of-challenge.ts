import { sayDefault } from '@/lib/challenge/if-nothing'
import { sayOutcome } from '@/lib/challenge/outcome-words'
import type { Mode, Status } from '@/lib/challenge/state'
import type { EventType } from '@/lib/event/catalogue'
import { quoteTitle } from '../clean-line'
import type { Body, LetterContext, ToldEvent, Write } from './of-event'
import { sayAsked, sayMoment } from './words'

type ChallengeType = Extract<EventType, `challenge.${string}`>
type Told = { title: string; event: ToldEvent; context: LetterContext }
type Says = (told: Told) => { subject: string; lines: (string | null)[]; label?: string }

/** What each kind of news about a challenge says. `title` is its title in quotes. */
const SAYS: Record<Exclude<ChallengeType, 'challenge.turn'>, Says> = {
  'challenge.created': ({ title }) => ({
    subject: `Drafted: ${title}`,
    lines: ['A draft was made. Nobody else sees it.'],
  }),
  'challenge.patched': ({ title }) => ({ subject: `Draft changed: ${title}`, lines: ['The draft was changed.'] }),
  'challenge.sent': ({ title }) => ({
    subject: `Signed and sent: ${title}`,
    lines: [`The creator of ${title} signed the terms and sent them.`],
  }),
  'challenge.accepted': ({ title }) => ({
    subject: `Both have signed ${title}`,
    lines: [`Both sides have signed the same terms of ${title}.`],
  }),
  'challenge.declined': ({ title }) => ({
    subject: `Declined: ${title}`,
    lines: [`The counterparty said no to ${title}. Nothing was locked.`],
  }),
  'challenge.countered': ({ title }) => ({
    subject: `Other terms for ${title}`,
    lines: ['One side changed the terms and signed them anew. Older signatures no longer count.'],
  }),
  'challenge.locked': ({ title }) => ({
    subject: `Locked: ${title}`,
    lines: ['Everything asked for is in place. Now the deal is kept, or not.'],
  }),
  'challenge.begun': ({ title }) => ({ subject: `Under way: ${title}`, lines: ['Its time runs.'] }),
  'challenge.responded': ({ title }) => ({
    subject: `A response in ${title}`,
    lines: ['A response is on the chain. It stays sealed until both are.'],
  }),
  'challenge.disputed': (told) => ({
    subject: `Disputed: ${told.title}`,
    lines: [
      `One side disputes ${told.title}. A panel decides where both agreed on one; the two may still agree.`,
      'Show what speaks for you before the panel votes.',
      ifNothing(told),
    ],
    label: 'Open the dispute',
  }),
  'challenge.rolled_back': ({ title }) => ({
    subject: `The chain took something back: ${title}`,
    lines: ['The chain no longer has a deposit, a response or a dispute it had before. The challenge went back too.'],
  }),
  'challenge.offer_made': ({ title }) => ({
    subject: `One side signed an ending of ${title}`,
    lines: ['It counts once the other side signs the same.'],
  }),
  'challenge.offers_voided': ({ title }) => ({
    subject: `A signature was withdrawn: ${title}`,
    lines: ['One side withdrew what it had signed.'],
  }),
  'challenge.extended': (told) => ({
    subject: `More time for ${told.title}`,
    lines: ['Both sides signed for a later deadline.', until(told)],
  }),
  'challenge.deadline_near': (told) => ({
    subject: `Little time is left for ${told.title}`,
    lines: ['Four fifths of the time to act have passed.', ifNothing(told)],
  }),
  'challenge.downtime': (told) => ({
    subject: `A deadline moved: ${told.title}`,
    lines: ['The desk was down. The deadline it covered moved by as much.', until(told)],
  }),
  'challenge.evidence_added': ({ title }) => ({
    subject: `Another file in the dispute of ${title}`,
    lines: ['One side shows the panel a file that its dispute did not name.'],
  }),
  'challenge.panel_seated': ({ title }) => ({
    subject: `The panel of ${title} sits`,
    lines: ['Its members were drawn, or silent ones replaced.'],
  }),
  'challenge.voted': ({ title }) => ({
    subject: `A vote in the dispute of ${title}`,
    lines: ['A member of the panel signed an outcome.'],
  }),
  'challenge.completed': ({ title, event }) => ({
    subject: `Completed: ${title}`,
    lines: [
      `${title} ended: ${sayOutcome(textOf(event, 'outcome'))}.`,
      'Both sides hold the same receipt, and anybody can check it without us.',
    ],
    label: 'Open the receipt',
  }),
  'challenge.cancelled': ({ title, event }) => ({
    subject: `Called off: ${title}`,
    lines: [
      textOf(event, 'reason') === 'E4021'
        ? `${title} was called off, because a check failed. Nothing was locked.`
        : `${title} was called off.`,
    ],
  }),
  'challenge.expired': ({ title, event }) => ({
    subject: `Expired: ${title}`,
    lines: [
      `A deadline of ${title} passed. Everything goes back to where it came from.`,
      textOf(event, 'receipt_id') ? 'There is a receipt of it.' : null,
    ],
  }),
}

export const CHALLENGE_LETTERS: Record<ChallengeType, Write> = {
  ...(Object.fromEntries(Object.entries(SAYS).map(([type, says]) => [type, write(says)])) as Record<
    ChallengeType,
    Write
  >),
  'challenge.turn': ofTurn,
}

function write(says: Says): Write {
  return (event, context) => {
    const { subject, lines, label } = says({ title: titleOf(context), event, context })
    const receipt = event.type === 'challenge.completed' ? textOf(event, 'receipt_id') : null
    const path = receipt ? `/proof/${encodeURIComponent(receipt)}` : pathOf(event)
    return { subject, lines: lines.filter((line) => line !== null), link: { label: label ?? 'Open it', path } }
  }
}

/** Somebody is asked to do something: the reader, or another member of their organization. */
function ofTurn(event: ToldEvent, context: LetterContext): Body {
  const asked = textOf(event, 'asked')
  if (asked === 'vote') return ofSeat(event)

  const title = titleOf(context)
  const told = { title, event, context }
  const { what, button } = sayAsked(asked)
  const role = textOf(event, 'role')
  const isReader =
    context.challenge?.your_role === role || (role === 'counterparty' && context.challenge?.your_role === 'invited')
  const isNew = asked === 'accept' && event.data.revision === 1
  return {
    subject: isReader
      ? isNew
        ? `You are asked to sign ${title}`
        : `Your turn: ${title}`
      : `${title} waits for your ${role ?? 'side'}`,
    lines: [what, ifNothing(told)].filter((line) => line !== null),
    link: { label: button, path: pathOf(event) },
  }
}

function ofSeat(event: ToldEvent): Body {
  const until = textOf(event, 'deadline_at')
  return {
    subject: 'You were drawn for a panel',
    lines: [
      sayAsked('vote').what,
      'Members who say nothing for a day may be replaced by others.',
      ...(until ? [`It is to be decided by ${sayMoment(until)}.`] : []),
    ],
    link: { label: sayAsked('vote').button, path: `/cases/${encodeURIComponent(textOf(event, 'case_id') ?? '')}` },
  }
}

function titleOf({ challenge }: LetterContext): string {
  return quoteTitle(challenge?.title, 'a challenge')
}

function pathOf({ subject }: ToldEvent): string {
  return `/challenges/${encodeURIComponent(subject)}`
}

function until({ event }: Told): string | null {
  const at = textOf(event, 'deadline_at')
  return at ? `It is now ${sayMoment(at)}.` : null
}

/** When time decides, and what it decides. */
function ifNothing({ event, context }: Told): string | null {
  const [at, status, mode] = [textOf(event, 'deadline_at'), textOf(event, 'status'), textOf(event, 'mode')]
  if (!at || !status || !mode) return null
  const standing = { status: status as Status, mode: mode as Mode, accepted_at: context.challenge?.accepted_at ?? null }
  return `If nothing is done by ${sayMoment(at)}, ${sayDefault(standing)}`
}

/** A field of an event's data, if it is text. */
export function textOf({ data }: ToldEvent, name: string): string | null {
  const value = data[name]
  return typeof value === 'string' && value !== '' ? value : null
}
