import type { z } from 'zod'
import { CATALOGUE } from './catalogue'
import type { EventTypeAnswer } from './schemas'

/** The catalogue, with an example of each type as it is delivered. */
export function listEventTypes(): { data: z.infer<typeof EventTypeAnswer>[] } {
  const data = Object.entries(CATALOGUE).map(([type, { description, subject, data: example }]) => ({
    type,
    description,
    example: {
      id: '0193f1a2-8a40-7c55-8f21-3b9d7e1c6a02',
      type,
      subject,
      sequence: 4,
      source: 'desk',
      data: { ...example },
      metadata: {},
      created_at: '2026-12-01T09:30:00.000Z',
    },
  }))
  return { data }
}
