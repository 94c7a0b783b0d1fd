import { sayOutcome } from '@/lib/challenge/outcome-words'
import { textOf } from './of-challenge'
import type { Body, ToldEvent } from './of-event'

/** The record of something finished was made. */
export function ofReceipt(event: ToldEvent): Body {
  const outcome = textOf(event, 'outcome')
  return {
    subject: 'A receipt was made',
    lines: [
      outcome
        ? `It says how something ended: ${sayOutcome(outcome)}.`
        : 'It is the record of something that was finished.',
      'Keep it: anybody can check it without us.',
    ],
    link: linkTo(event),
  }
}

/** Its root is timestamped on chain. */
export function ofReceiptAnchored(event: ToldEvent): Body {
  return {
    subject: 'A receipt is anchored',
    lines: ['Its place in time is on the chain for good. Nobody, we included, can date it back any more.'],
    link: linkTo(event),
  }
}

function linkTo({ subject }: ToldEvent): Body['link'] {
  return { label: 'Open the receipt', path: `/proof/${encodeURIComponent(subject)}` }
}
