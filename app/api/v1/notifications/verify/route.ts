import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { NotificationsAnswer, VerifyContact } from '@/lib/notification/schemas'
import { verifyContact } from '@/lib/notification/verify-contact'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  POST: route(
    {
      summary: 'Give back the code that was sent',
      description:
        'Five tries for each code. The first verified mail address is told of your turn, near deadlines, disputes and endings.',
      body: VerifyContact,
      answer: NotificationsAnswer,
      limit: 'wallet',
      errors: [['E9004', 409], 'E9007'],
    },
    (ctx, input) => verifyContact(ctx, input),
  ),
})
