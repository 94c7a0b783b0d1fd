import { systemContext } from '@/lib/context'
import { log } from '@/lib/log'
import { DeskKeyError, ensureDeskKey } from './desk-keys'
import { startHeartbeat } from './heartbeat'

/**
 * What has to be in order before a web process answers anybody: the desk's key, and the deadlines that passed while nobody
 * could act. Beats from then on, until the returned function is called. Throws when it must not start.
 */
export async function openDesk(): Promise<() => void> {
  await ensureDeskKey(systemContext('start')).catch((error: unknown) => {
    if (error instanceof DeskKeyError) log.fatal(error.message)
    throw error
  })
  return startHeartbeat('web')
}
