import type { EventType } from '@/lib/event/catalogue'
import { withoutLink } from '../clean-line'
import type { Letter, Stop } from '../letter'
import { ofBond } from './of-bond'
import { CHALLENGE_LETTERS } from './of-challenge'
import { ENDPOINT_LETTERS } from './of-endpoint'
import { ofReceipt, ofReceiptAnchored } from './of-receipt'

/** As much of an event as a letter says. What is in `data` is looked at before it is believed. */
export type ToldEvent = { type: string; subject: string; source: string; data: Record<string, unknown> }

/** The challenge an event is about, as its reader may see it. */
export type SeenChallenge = {
  title: string
  your_role: string
  status: string
  mode: string
  accepted_at: Date | string | null
  outcome: string | null
}

export type LetterContext = {
  appUrl: string
  /** Null when the reader may not see it, or the event is about something else. */
  challenge: SeenChallenge | null
  /** Whose events they are; null: the reader's own. */
  organization: string | null
  stop: Stop
}

/** What a kind of letter says; the rest is the same for all. */
export type Body = { subject: string; lines: string[]; link: { label: string; path: string }; short?: string }
export type Write = (event: ToldEvent, context: LetterContext) => Body

const LETTERS: Partial<Record<EventType, Write>> = {
  ...CHALLENGE_LETTERS,
  ...ENDPOINT_LETTERS,
  'bond.released': ofBond,
  'receipt.issued': ofReceipt,
  'receipt.anchored': ofReceiptAnchored,
}

/** Pure: the letter that tells somebody of an event. */
export function letterOf(event: ToldEvent, context: LetterContext): Letter {
  const write = (isOurs(event.type) && LETTERS[event.type]) || generic
  const { subject, lines, link, short } = write(event, context)
  return {
    subject,
    lines,
    link: { label: link.label, url: `${context.appUrl}${link.path}` },
    why: whyOf(event, context),
    short: short ?? subject,
    stop: context.stop,
  }
}

/** An event nobody wrote words for, such as a client's own: what it is called, and where it is. */
function generic({ type, subject, source }: ToldEvent): Body {
  const about = withoutLink(subject, 200)
  return {
    subject: [sayType(type), withoutLink(subject, 60)].filter(Boolean).join(': '),
    lines: [
      `An event of the type ${sayType(type)}${about ? ` about ${about}` : ''} was published by ${withoutLink(source, 200) ?? 'one of you'}.`,
    ],
    link: { label: 'Open the inbox', path: '/inbox' },
  }
}

function whyOf({ type }: ToldEvent, { organization }: LetterContext): string {
  const where = organization ? ` of ${withoutLink(organization, 80) ?? 'one of your organizations'}` : ''
  return `You get this because you chose to be told of ${sayType(type)}${where}. Choose what you are told in your settings.`
}

function isOurs(type: string): type is EventType {
  return Object.hasOwn(LETTERS, type)
}

/** A type that somebody chose the words of may be a host name: `evil.com` becomes `evil com`. */
function sayType(type: string): string {
  return isOurs(type) ? type : type.replaceAll('.', ' ')
}
