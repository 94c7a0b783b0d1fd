import { listEvents } from '@/lib/event/list-events'
import { MAX_EVENT_BYTES, publishOwn } from '@/lib/event/publish-own'
import { EventAnswer, EventFilter, PublishEvent, PublishedAnswer } from '@/lib/event/schemas'
import { handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Events of your organization',
      description:
        'Everything that happened, newest first unless asked otherwise. `type` takes one type, or a noun as `challenge.*`.',
      query: EventFilter,
      answer: pageOf(EventAnswer),
      limit: 'events',
      scope: 'events:read',
    },
    (ctx, input) => listEvents(ctx, input),
  ),
  POST: route(
    {
      summary: 'Publish an event of your own',
      description:
        'It goes where the desk’s own events go: webhooks, inboxes, the stream. `metadata.subject` says what it is about; ' +
        'without one it is about the API key or user that sends it. Nouns of the desk’s own types are refused.',
      body: PublishEvent,
      answer: PublishedAnswer,
      status: 201,
      limit: 'events',
      scope: 'events:write',
      idempotent: true,
      maxBytes: MAX_EVENT_BYTES,
      tooLarge: 'E6004',
      errors: ['E6004', 'E9007'],
    },
    (ctx, input) => publishOwn(ctx, input),
  ),
})
