'use server'

import { z } from 'zod'
import { Id } from '@/lib/http/schemas'
import { endOtherSessions } from '@/lib/identity/end-other-sessions'
import { endSession } from '@/lib/identity/end-session'
import { actAs } from '../act-as'

export const end = actAs(z.object({ id: Id }), (ctx, input) => endSession(ctx, input))
export const endOthers = actAs(z.object({}), (ctx) => endOtherSessions(ctx))
