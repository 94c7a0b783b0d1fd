import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { releaseLock, takeLock } from './lock-file.mjs'

/**
 * Does work on the repository itself (installing, building), which all data folders share: one process at a time.
 *
 * @template T
 * @param {string} root
 * @param {(line: string) => void} say
 * @param {() => Promise<T>} work
 */
export async function inWorkshop(root, say, work) {
  const file = path.join(root, 'dist', 'workshop.json')
  if (!takeLock(file)) {
    say('Another process installs or builds; waiting for it…')
    while (!takeLock(file)) await sleep(200)
  }
  try {
    return await work()
  } finally {
    releaseLock(file)
  }
}
