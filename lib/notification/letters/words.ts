import type { Asked } from '@/lib/challenge/waits-for'

/** Pure: an instant as a letter says it: nobody knows where it is read. `3 Dec 2026, 09:30 UTC`. */
export function sayMoment(at: Date | string): string {
  const date = new Date(at)
  const day = date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })
  return `${day}, ${time} UTC`
}

type Words = { what: string; button: string }

const ASKED: Record<Asked | 'vote', Words> = {
  send: { what: 'Finish it, sign it and send it.', button: 'Open the draft' },
  accept: { what: 'Read the terms. Sign the same, offer others, or decline.', button: 'Read the terms' },
  deposit: {
    what: 'Both have signed. Deposit your bond: it is locked once both bonds are in the contract.',
    button: 'Deposit',
  },
  respond: { what: 'Give your response. It stays sealed until both are in.', button: 'Respond' },
  verify: {
    what: 'The chain could not be read. The desk asks again by itself, and you may ask now.',
    button: 'Check again',
  },
  confirm: {
    what: 'Say how it ended. Both sign the same outcome, and each has the receipt.',
    button: 'Say how it ended',
  },
  split: {
    what: 'The other side has signed how to share the bonds. Sign the same, or say otherwise.',
    button: 'Answer',
  },
  cancel: { what: 'The other side has signed to call it off. It ends once you sign the same.', button: 'Answer' },
  extend: {
    what: 'The other side has signed for a later deadline. It counts once you sign the same.',
    button: 'Answer',
  },
  moderate: { what: 'Both named you to decide. Say how it ended.', button: 'Decide' },
  vote: {
    what: 'You were drawn for the panel of a dispute. Look at what both sides show, and sign how it ended.',
    button: 'Open the case',
  },
}

/** Pure: what is asked, in a sentence, and the words on the way there. */
export function sayAsked(asked: unknown): Words {
  return ASKED[asked as Asked] ?? { what: 'Something waits for you.', button: 'Open it' }
}
