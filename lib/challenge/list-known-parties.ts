import { z } from 'zod'
import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { listOtherSides } from './known-store'
import { listAddresses } from './store'

export const KnownPartiesAnswer = z.object({
  data: z.array(
    z.object({
      address: z.string(),
      relation: z.enum(['own', 'dealt']).describe('A wallet of yours, or somebody you have dealt with.'),
    }),
  ),
  next_cursor: z.null(),
})

/** The addresses the caller has reason to know: what a new one may be mistaken for. */
export async function listKnownParties(ctx: Ctx) {
  const { userId } = requireUser(ctx)
  const [own, dealt] = await Promise.all([listAddresses(ctx.db, userId), listOtherSides(sqlOver(ctx.pool), userId)])
  return {
    data: [
      ...own.map((address) => ({ address, relation: 'own' as const })),
      ...dealt.filter((address) => !own.includes(address)).map((address) => ({ address, relation: 'dealt' as const })),
    ],
    next_cursor: null,
  }
}
