import type { Challenge } from './challenge'
import type { Status } from './state'

type Reason = NonNullable<Challenge['reason']>

/** Why a challenge ended, where its outcome alone does not say it. */
export const CANCELLED_TOGETHER: Reason = { code: 'CANCELLED_TOGETHER', text: 'Both parties signed to call it off.' }

export function pastDeadline(status: Status): Reason {
  return { code: 'DEADLINE', text: `The deadline of ${status} passed.` }
}
