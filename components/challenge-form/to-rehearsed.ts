import type { Rehearsed } from '@/lib/challenge/rehearsal'
import { readLocalTime } from './local-time'
import type { Desk } from './to-body'
import type { FormValues } from './values'

/** Pure: the draft being typed, as the desk's rehearsal takes it. A time that cannot be read counts as not given. */
export function toRehearsed(
  values: FormValues,
  { zone, now }: Pick<Desk, 'zone' | 'now'>,
  draftSince: string | null,
): Rehearsed {
  const isSolo = values.mode === 'SOLO'
  const read = (text: string) => {
    const time = isSolo ? { error: '' } : readLocalTime(text, zone)
    return 'at' in time && time.at > now ? time.at : null
  }
  return {
    mode: values.mode,
    status: 'DRAFT',
    expiresAt: read(values.acceptBy),
    resolutionDueAt: read(values.endBy),
    enforced: null,
    deadlines: null,
    deadlineAt: null,
    acceptedAt: null,
    createdAt: draftSince ? new Date(draftSince) : now,
  }
}
