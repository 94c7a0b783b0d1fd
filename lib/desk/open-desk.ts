import { ensureDemoAuditors } from '@/lib/agent/ensure-demo-auditors'
import { systemContext } from '@/lib/context'
import { log } from '@/lib/log'
import { readyLog } from '@/lib/retention/ready-log'
import { DeskKeyError, ensureDeskKey } from './desk-keys'
import { startHeartbeat } from './heartbeat'
import { startTestClock } from './test-clock'

/**
 * What has to be in order before a web process answers anybody: the desk's key, on a local desk somebody who can judge,
 * and the deadlines that passed while nobody could act. Beats from then on, until the returned function is called. Throws when it must not start.
 */
export async function openDesk(): Promise<() => void> {
  await readyLog()
  const stopClock = await startTestClock()
  try {
    await ensureDeskKey(systemContext('start'))
  } catch (error) {
    if (error instanceof DeskKeyError) log.fatal(error.message)
    throw error
  }
  await ensureDemoAuditors(systemContext('start'))
  const stopBeating = await startHeartbeat('web')
  return () => {
    stopBeating()
    stopClock()
  }
}
