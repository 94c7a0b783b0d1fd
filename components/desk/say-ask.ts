import { sayOutcome } from '@/components/challenge/words'
import type { Mode, Status } from '@/lib/challenge/state'
import type { Ask } from '@/lib/challenge/waits-for'

export type AskWords = { what: string; says: string; button: string }

/** Pure: what is asked, in a few words after “Your turn:”. */
export function sayTurn(challenge: Asked, ask: Ask): string {
  if (ask.action === 'confirm' && ask.theirs && !ask.mine) return `they signed ${sayOutcome(ask.theirs.outcome)}`
  const { what } = sayAsk(challenge, ask)
  return what.charAt(0).toLowerCase() + what.slice(1)
}

type Asked = { mode: Mode; status: Status; revision: number }

/** Pure: what is asked of somebody, why, and the words on the way there. */
export function sayAsk({ mode, status, revision }: Asked, { action, theirs, mine }: Ask): AskWords {
  switch (action) {
    case 'send':
      return {
        what: 'Finish it, sign it and send it',
        says: 'A draft: nobody else has seen it.',
        button: 'Open the draft',
      }
    case 'accept':
      return revision > 1
        ? {
            what: 'Read the changed terms and answer',
            says: 'The other side has signed them. What you signed before no longer counts.',
            button: 'Read the new terms',
          }
        : {
            what: 'Read the terms and answer',
            says: 'The other side has signed them. Sign the same, offer others, or decline.',
            button: 'Read the terms',
          }
    case 'deposit':
      return {
        what: 'Deposit your bond',
        says: 'Both have signed. It is locked once both bonds are in the escrow.',
        button: 'Deposit',
      }
    case 'respond':
      return {
        what: 'Give your response',
        says: 'It stays sealed until both are in.',
        button: 'Respond',
      }
    case 'moderate':
      return {
        what: 'Say how it ended',
        says: 'Both named you to decide.',
        button: 'Decide',
      }
    case 'verify':
      return {
        what: 'Ask for the checks again',
        says: 'The chain could not be read. The desk asks again by itself; you may ask now.',
        button: 'Check again',
      }
    case 'extend':
      return {
        what: 'Say whether they may have more time',
        says: 'The other side has signed for a later deadline. It counts once you sign the same.',
        button: 'Answer',
      }
    case 'split':
      return {
        what: 'Answer the split they offer',
        says: 'The other side has signed how to share the bonds.',
        button: 'Answer',
      }
    case 'cancel':
      return {
        what: 'Say whether to call it off',
        says: 'The other side has signed to call it off. It ends once you sign the same.',
        button: 'Answer',
      }
    case 'confirm':
      if (mode === 'SOLO' && status === 'DRAFT')
        return { what: 'Read it and sign it', says: 'Once signed it is on record.', button: 'Read and sign' }
      return sayEnding(theirs?.outcome ?? null, mine?.outcome ?? null)
  }
}

function sayEnding(theirs: string | null, mine: string | null): AskWords {
  if (theirs === null)
    return {
      what: 'Say how it ended',
      says: 'Both sign the same outcome, and each has the receipt.',
      button: 'Say how it ended',
    }
  if (mine === null)
    return {
      what: `They signed: ${sayOutcome(theirs)}`,
      says: 'Sign the same if it is so, or say otherwise.',
      button: 'Answer',
    }
  return {
    what: 'You did not sign the same',
    says: `You signed: ${sayOutcome(mine)}. They signed: ${sayOutcome(theirs)}.`,
    button: 'Look at it again',
  }
}

type Open = {
  status: Status
  your_role: string
  counterparty: string | null
  offers: readonly { role: string; action: string; outcome: string | null }[]
}

/** Pure: whom an open challenge waits for, when not for the one who looks. */
export function sayAwaited({ status, your_role, counterparty, offers }: Open): string {
  if (status === 'AWAITING_COUNTERPARTY')
    return counterparty ? 'The other side has the terms.' : 'Whoever has the link may sign.'
  if (status === 'AWAITING_GATEKEEPER') return 'Wallets and funds are being read.'
  const mine = offers.find(({ role, action }) => role === your_role && action !== 'extend')
  if (mine) return `You signed: ${mine.action === 'cancel' ? 'call it off' : sayOutcome(mine.outcome)}. They have not.`
  return 'The other side is to answer.'
}
