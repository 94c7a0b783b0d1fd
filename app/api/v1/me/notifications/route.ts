import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { getNotifications } from '@/lib/notification/get-notifications'
import { putNotifications } from '@/lib/notification/put-notifications'
import { NotificationsAnswer, PutNotifications } from '@/lib/notification/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'Where you are written to, and of what',
      description: 'Choices are about the organization the call acts in. Addresses are shown as hints only.',
      answer: NotificationsAnswer,
      limit: 'wallet',
      errors: ['E9007'],
    },
    (ctx) => getNotifications(ctx),
  ),
  PUT: route(
    {
      summary: 'Set where you are written to, and of what',
      description:
        'What is left out stays. A new address gets a code of six digits, good for 15 minutes, and is not written to before `POST notifications/verify` gives it back.',
      body: PutNotifications,
      answer: NotificationsAnswer,
      limit: 'wallet',
      errors: ['E9003', 'E9007', 'E9010'],
    },
    (ctx, input) => putNotifications(ctx, input),
  ),
})
