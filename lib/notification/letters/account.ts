import type { Channel } from '../channel'
import { quoteTitle } from '../clean-line'
import type { Letter, Stop } from '../letter'
import { sayMoment } from './words'

/** Pure: the code that shows that an address is somebody's own. */
export function codeLetter(code: string, channel: Channel, appUrl: string): Letter {
  const address = channel === 'EMAIL' ? 'mail address' : 'number'
  return {
    subject: `${code} is your Countersign code`,
    lines: [
      `Type this code where you gave your ${address}, within 15 minutes:`,
      'If you gave it nowhere, somebody else did. Do nothing: without the code nothing more is sent here.',
    ],
    code,
    why: `You get this because this ${address} was typed into the settings at ${new URL(appUrl).host}.`,
    short: `${code} is your Countersign code. It counts for 15 minutes. If you did not ask for it, do nothing.`,
  }
}

/** Pure: the last letter to an address that somebody took out of their settings. */
export function changedLetter(appUrl: string): Letter {
  return {
    subject: 'Countersign does not write to this address any more',
    lines: [
      'This mail address was taken out of your settings, or replaced by another.',
      'If it was not you, somebody else may be signed in as you: end the sessions you do not know.',
    ],
    link: { label: 'See where you are signed in', url: `${appUrl}/settings/sessions` },
    why: 'You get this once, because this address was verified until now.',
    short: 'Countersign does not write to this number any more.',
  }
}

type Invited = { title: string; url: string; deadlineAt: Date | null; stop: Stop }

/** Pure: to somebody who may have no wallet yet. The words are ours: the title is all that the sender may say. */
export function inviteLetter({ title, url, deadlineAt, stop }: Invited): Letter {
  return {
    subject: `You are invited to sign ${quoteTitle(title, 'an agreement')}`,
    lines: [
      `Somebody made an agreement with you, ${quoteTitle(title, 'with terms to read')}, and signed it. Read the terms, then sign the same, offer others, or decline.`,
      'You need no account to read them. To sign you need a wallet; the page says how to get one.',
      deadlineAt
        ? `It may be accepted until ${sayMoment(deadlineAt)}. If you do nothing it expires, and nothing is taken.`
        : 'If you do nothing it expires, and nothing is taken.',
      'Whoever opens this link may accept in your place: pass it on to nobody. If you do not know what this is about, do nothing.',
    ],
    link: { label: 'Read the terms', url },
    why: 'You get this once, because whoever made the agreement typed your address. Countersign keeps it no longer than it takes to send this.',
    short: `You are invited to sign ${quoteTitle(title, 'an agreement')}.`,
    stop,
  }
}
