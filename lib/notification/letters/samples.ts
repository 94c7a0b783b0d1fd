import { CATALOGUE, type EventType } from '@/lib/event/catalogue'
import type { Letter } from '../letter'
import { changedLetter, codeLetter, inviteLetter } from './account'
import { type LetterContext, letterOf } from './of-event'

export type Sample = { name: string; says: string; letter: Letter }

/** Pure: one letter of each kind, filled with the catalogue's examples, to look at. */
export function sampleLetters(appUrl: string): Sample[] {
  const stop = { page: `${appUrl}/unsubscribe/…`, oneClick: `${appUrl}/api/v1/notifications/unsubscribe/…` }
  const context: LetterContext = {
    appUrl,
    challenge: {
      title: 'Bike for 0.4 ETH',
      your_role: 'counterparty',
      status: 'AWAITING_COUNTERPARTY',
      mode: 'GATEKEEPER',
      accepted_at: null,
      outcome: null,
    },
    organization: null,
    stop,
  }
  const url = `${appUrl}/join/…`
  const seat = { type: 'challenge.turn', subject: CATALOGUE['challenge.turn'].subject, source: 'desk' }
  const own = { type: 'order.paid', subject: 'order-1042', source: 'key:shop', data: {} }
  return [
    { name: 'verification_code', says: 'A new address is given.', letter: codeLetter('012345', 'EMAIL', appUrl) },
    { name: 'contact_changed', says: 'A verified address is replaced or taken away.', letter: changedLetter(appUrl) },
    {
      name: 'invite',
      says: 'A creator invites somebody by mail.',
      letter: inviteLetter({ title: 'Bike for 0.4 ETH', url, deadlineAt: new Date('2026-12-04T09:30:00Z'), stop }),
    },
    {
      name: 'challenge.turn, seat',
      says: 'A member of a panel was drawn.',
      letter: letterOf(
        { ...seat, data: { asked: 'vote', case_id: `0x${'5d'.repeat(32)}`, deadline_at: '2026-12-07T09:30:00.000Z' } },
        context,
      ),
    },
    ...Object.entries(CATALOGUE).map(([type, { description, subject, data }]) => ({
      name: type as EventType,
      says: description,
      letter: letterOf({ type, subject, source: 'desk', data }, context),
    })),
    { name: 'order.paid', says: 'A client’s own event.', letter: letterOf(own, { ...context, challenge: null }) },
  ]
}
