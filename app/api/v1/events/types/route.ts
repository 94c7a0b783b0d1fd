import { z } from 'zod'
import { listEventTypes } from '@/lib/event/list-event-types'
import { EventTypeAnswer } from '@/lib/event/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Every type of event, with an example',
      answer: z.object({ data: z.array(EventTypeAnswer) }),
      limit: 'events',
      auth: 'none',
    },
    () => listEventTypes(),
  ),
})
