'use server'

import { z } from 'zod'
import { Id } from '@/lib/http/schemas'
import { createApiKey } from '@/lib/identity/api-key/create'
import { revokeApiKey } from '@/lib/identity/api-key/revoke'
import { rotateApiKey } from '@/lib/identity/api-key/rotate'
import { actIn } from '@/lib/identity/organization/act-in'
import { actAs } from '../act-as'
import { NewKey, toExpiry } from './new-key'

const ById = z.object({ id: Id, organization: Id })

export const create = actAs(NewKey, async (ctx, { organization, expires, ...input }) =>
  createApiKey(await actIn(ctx, organization), {
    ...input,
    expires_at: toExpiry(expires, ctx.now),
    quotas: undefined,
  }),
)
export const rotate = actAs(ById, async (ctx, { id, organization }) =>
  rotateApiKey(await actIn(ctx, organization), { id }),
)
export const revoke = actAs(ById, async (ctx, { id, organization }) =>
  revokeApiKey(await actIn(ctx, organization), { id }),
)
