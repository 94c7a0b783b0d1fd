import { z } from 'zod'

const YEAR_SECONDS = 366 * 86_400

export const AdvanceClock = z.strictObject({
  advance_seconds: z
    .int('Say by how many whole seconds.')
    .min(0, 'Time goes forward only.')
    .max(YEAR_SECONDS, 'A year at a time.')
    .meta({ examples: [259_200] }),
})

export const ClockAnswer = z.object({ now: z.iso.datetime() })
