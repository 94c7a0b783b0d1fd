import { isRunning, nameProcess } from './processes.mjs'

const LOOK_EVERY_MS = 500

/**
 * Calls back once the npm that started us is gone. It passes signals on, but nobody passes on a SIGKILL. Started by
 * hand, we live on without a parent: that is what nohup is for.
 *
 * @param {() => void} onGone
 */
export function watchStarter(onGone) {
  const npm = process.env.npm_lifecycle_event ? nameProcess(process.ppid) : null
  if (!npm) return

  const timer = setInterval(() => {
    if (isRunning(npm)) return
    clearInterval(timer)
    onGone()
  }, LOOK_EVERY_MS)
  timer.unref()
}
