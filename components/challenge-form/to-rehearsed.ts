import type { Bond } from '@/lib/challenge/draft'
import type { Rehearsed } from '@/lib/challenge/rehearsal'
import { readLocalTime } from './local-time'
import { type ChallengeBody, type Desk, toBody } from './to-body'
import { type FormValues, strategyOf } from './values'

/** Pure: the draft being typed, as the desk's rehearsal takes it. What cannot be read counts as not given. */
export function toRehearsed(values: FormValues, desk: Desk, draftSince: string | null): Rehearsed {
  const { zone, now } = desk
  const { body } = toBody(values, desk)
  const isAlone = values.mode === 'SOLO' && strategyOf(values) === 'MUTUAL'
  const read = (text: string) => {
    const time = isAlone ? { error: '' } : readLocalTime(text, zone)
    return 'at' in time && time.at > now ? time.at : null
  }
  const { oracle, panel, strategy } = body.resolution
  return {
    mode: values.mode,
    status: 'DRAFT',
    expiresAt: values.mode === 'SOLO' ? null : read(values.acceptBy),
    resolutionDueAt: read(values.endBy) ?? (oracle && body.resolution_due_at ? new Date(body.resolution_due_at) : null),
    enforced: timeoutsOf(body),
    bond: body.bond as Bond | null,
    resolution: {
      strategy,
      ...(oracle ? { oracle: { not_before: oracle.not_before } } : {}),
      ...(panel ? { panel: { k: panel.k } } : {}),
    },
    deadlines: null,
    deadlineAt: null,
    acceptedAt: null,
    createdAt: draftSince ? new Date(draftSince) : now,
  }
}

/** Hours that make no sense count as not given. */
function timeoutsOf({ enforced_config: given }: ChallengeBody): Rehearsed['enforced'] {
  if (!given) return null
  return Object.fromEntries(Object.entries(given).filter(([, seconds]) => seconds > 0))
}
