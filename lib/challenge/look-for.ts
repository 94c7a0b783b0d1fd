import type { Db } from '@/lib/db/transaction'
import { isAppError } from '@/lib/errors'
import { listAddresses, loadChallenge } from './store'
import { toAnswer } from './view'
import { canSee, roleOf } from './viewer'

type Look = { id: string; userId: string; now: Date }

/** A challenge as one person may see it, for what the desk writes to them; null when they may not, or it is not there. */
export async function lookFor(db: Db, { id, userId, now }: Look): Promise<ReturnType<typeof toAnswer> | null> {
  try {
    const challenge = await loadChallenge(db, id)
    const role = roleOf(challenge, { userId, addresses: await listAddresses(db, userId), invited: false })
    return canSee(challenge, role, false) ? toAnswer(challenge, { role, now }) : null
  } catch (error) {
    if (isAppError(error, 'E3010')) return null
    throw error
  }
}
