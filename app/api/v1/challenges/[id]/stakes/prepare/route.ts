import { ChallengePath } from '@/lib/challenge/schemas'
import { handlers } from '@/lib/http/handlers'
import { route } from '@/lib/http/route'
import { prepareStakes } from '@/lib/stake/prepare'
import { CallsAnswer, PrepareStep } from '@/lib/stake/schemas'

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = handlers({
  GET: route(
    {
      summary: 'The transactions your wallet is asked to send',
      description:
        'In their order, each with a sentence that says what it does. What stands against a step is said here, before a wallet opens: the wrong party, a wallet that is short, a deadline of the contract that passed, or a step that is done.',
      params: ChallengePath,
      notFound: 'E3010',
      query: PrepareStep,
      answer: CallsAnswer,
      limit: 'challenges',
      scope: 'challenges:read',
      errors: ['E2004', 'E3010', 'E3012', 'E3014', 'E3020', 'E4003', 'E4004', 'E5010', 'E5011', 'E5012', 'E5013'],
    },
    (ctx, input) => prepareStakes(ctx, input),
  ),
})
