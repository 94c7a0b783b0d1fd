import type { EventType } from '@/lib/event/catalogue'
import { textOf } from './of-challenge'
import type { Body, ToldEvent, Write } from './of-event'

type EndpointType = Extract<EventType, `endpoint.${string}`>

export const ENDPOINT_LETTERS: Record<EndpointType, Write> = {
  'endpoint.disabled': (event) => (isPerson(event) ? ofPerson(event) : ofWebhook(event)),
  'endpoint.recovered': (event) => ({
    subject: isPerson(event) ? 'A member can be written to again' : 'A webhook answers again',
    lines: ['It answered when the desk asked. What waited for it goes on.'],
    link: linkTo(event),
  }),
  'endpoint.test': () => ({
    subject: 'A test: this is how we write to you',
    lines: ['Somebody asked for a test. Nothing has happened.'],
    link: { label: 'Open your settings', path: '/settings/notifications' },
  }),
  'endpoint.probe': () => ({
    subject: 'We can write to you again',
    lines: ['For some days nothing we sent here went through. What waited for you follows now.'],
    link: { label: 'Open your settings', path: '/settings/notifications' },
  }),
}

function ofWebhook(event: ToldEvent): Body {
  return {
    subject: 'A webhook is not sent to any more',
    lines: [
      textOf(event, 'reason') === 'GONE'
        ? 'It answered that it is gone (410), so nothing more is sent there. What waits for it is kept: switch it on again when it is back.'
        : 'It has answered nothing well for five days. What waits for it is kept; the desk asks from time to time whether it answers again.',
    ],
    link: linkTo(event),
  }
}

/** Mail or text messages to one of the organization's people. */
function ofPerson(event: ToldEvent): Body {
  return {
    subject: 'A member cannot be written to',
    lines: [
      'For five days nothing sent to one of your members by mail or text message went through. What waits for them is kept; the desk tries from time to time.',
    ],
    link: linkTo(event),
  }
}

function isPerson(event: ToldEvent): boolean {
  return ['EMAIL', 'SMS'].includes(textOf(event, 'kind') ?? '')
}

function linkTo(event: ToldEvent): Body['link'] {
  return isPerson(event)
    ? { label: 'Open your settings', path: '/settings/notifications' }
    : { label: 'Open the webhook', path: `/webhooks/${encodeURIComponent(event.subject)}` }
}
