import type { EventType } from '@/lib/event/catalogue'
import { textOf } from './of-challenge'
import type { Write } from './of-event'

type EndpointType = Extract<EventType, `endpoint.${string}`>

export const ENDPOINT_LETTERS: Record<EndpointType, Write> = {
  'endpoint.disabled': (event) => ({
    subject: 'A webhook is not sent to any more',
    lines: [
      textOf(event, 'reason') === 'GONE'
        ? 'It answered that it is gone (410), so nothing more is sent there. What waits for it is kept: switch it on again when it is back.'
        : 'It has answered nothing well for five days. What waits for it is kept; the desk asks from time to time whether it answers again.',
    ],
    link: { label: 'Open the webhook', path: pathOf(event.subject) },
  }),
  'endpoint.recovered': (event) => ({
    subject: 'A webhook answers again',
    lines: ['It answered when the desk asked. What waited for it goes on.'],
    link: { label: 'Open the webhook', path: pathOf(event.subject) },
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

function pathOf(id: string): string {
  return `/webhooks/${encodeURIComponent(id)}`
}
