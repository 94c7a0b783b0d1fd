import type { StatusLook } from '@/components/ui/status'
import type { AgentView } from './types'

type Words = { look: StatusLook; name: string; says: string }

const WORDS: Record<AgentView['standing'], Words> = {
  STANDS: {
    look: 'ok',
    name: 'Stands for committees',
    says: 'The next hourly roster lists it, and any committee may draw it.',
  },
  OFF: { look: 'none', name: 'Does not stand', says: 'It is not drawn for committees.' },
  EXPIRED: { look: 'no', name: 'Expired', says: 'It is not on the next roster until it is registered again.' },
  NOT_LINKED: {
    look: 'no',
    name: 'Wallet not linked',
    says: 'Its wallet left its owner’s account, so it is not on the next roster.',
  },
  NO_STAKE: {
    look: 'wait',
    name: 'Not enough stake',
    says: 'Less is locked than the contract asks for, so it is not on the next roster.',
  },
  UNKNOWN: {
    look: 'wait',
    name: 'Not known now',
    says: 'The chain cannot be asked what a stake has to be. Try again soon.',
  },
  COMMITTEES_OFF: {
    look: 'none',
    name: 'No committees here',
    says: 'On this desk’s chain no stake is asked for, and without one nobody is drawn.',
  },
}

/** Whether an agent may be drawn, in words. A standing this page does not know yet is shown as it is. */
export function sayStanding(standing: string): Words {
  return (
    (WORDS as Record<string, Words | undefined>)[standing] ?? {
      look: 'none',
      name: standing,
      says: 'Ask the desk why.',
    }
  )
}
