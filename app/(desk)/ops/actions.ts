'use server'

import { z } from 'zod'
import { resetFlag as reset, setFlag as set } from '@/lib/ops/flags'
import { requeueDeadOf } from '@/lib/ops/requeue-dead'
import { retryJob } from '@/lib/ops/retry-job'
import { FlagName, FlagPath, JobPath, RequeueDeadOf } from '@/lib/ops/schemas'
import { actAs } from '../settings/act-as'

/** A form sends words. */
const SetFlag = z.strictObject({
  name: FlagName,
  enabled: z.enum(['true', 'false']).transform((word) => word === 'true'),
  percentage: z.coerce
    .number({ error: 'Give a whole number from 0 to 100.' })
    .int('Give a whole number from 0 to 100.')
    .min(0, 'Give a whole number from 0 to 100.')
    .max(100, 'Give a whole number from 0 to 100.'),
})

export const retry = actAs(JobPath, (ctx, input) => retryJob(ctx, input))
export const requeue = actAs(RequeueDeadOf, (ctx, input) => requeueDeadOf(ctx, input))
export const setFlag = actAs(SetFlag, (ctx, input) => set(ctx, input))
export const resetFlag = actAs(FlagPath, (ctx, input) => reset(ctx, input))
