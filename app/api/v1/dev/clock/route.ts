import { advanceClock } from '@/lib/desk/advance-clock'
import { AdvanceClock, ClockAnswer } from '@/lib/desk/clock-schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Put the clock forward',
      description:
        'For tests of deadlines: moves the desk’s now, its jobs and the local chain’s time together, in every process, and survives a restart. Whatever ends by time ends with it, access tokens too: sign in again after an hour or more. Only with COUNTERSIGN_TEST_CLOCK on a desk whose one chain is 31337; E9008 on every other.',
      body: AdvanceClock,
      answer: ClockAnswer,
      limit: 'events',
      auth: 'none',
      errors: ['E2004', 'E9008'],
    },
    (ctx, input) => advanceClock(ctx, input),
  ),
})
