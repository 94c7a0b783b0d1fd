import type { Tx } from '@/lib/db/transaction'
import type { Channel } from './channel'
import { dropMessages } from './message-store'
import { keyOfCodes } from './send-code'
import { deleteContact, deleteEndpoints, listPersonEndpoints } from './store'

const CHANNELS: readonly Channel[] = ['EMAIL', 'SMS']

/** Nobody is written to any more: addresses and choices gone, and what was kept of messages. Part of erasing somebody. */
export async function eraseContacts(tx: Tx, userId: string, now: Date): Promise<void> {
  for (const id of await listPersonEndpoints(tx, userId)) await dropMessages(tx, `event:${id}:`, now)
  for (const channel of CHANNELS) {
    await dropMessages(tx, keyOfCodes(userId, channel), now)
    await deleteContact(tx, userId, channel)
    await deleteEndpoints(tx, userId, channel, now)
  }
}
