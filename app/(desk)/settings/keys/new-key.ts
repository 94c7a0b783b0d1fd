import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { Id } from '@/lib/http/schemas'
import { CreateApiKey } from '@/lib/identity/api-key/schemas'

const DAY_SECONDS = 24 * 60 * 60

const { name, scopes } = CreateApiKey.shape

/** What the form sends: one box ticked comes alone, several as a list. */
export const NewKey = z.strictObject({
  name,
  scopes: z.preprocess((given) => (given === undefined ? [] : [given].flat()), scopes),
  expires: z.enum(['30', '90', '365', 'never']),
  organization: Id,
})

export function toExpiry(expires: z.output<typeof NewKey>['expires'], now: Date): Date | undefined {
  return expires === 'never' ? undefined : addSeconds(now, Number(expires) * DAY_SECONDS)
}
