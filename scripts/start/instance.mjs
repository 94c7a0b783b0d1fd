import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson, writeJson } from './files.mjs'
import { releaseLock, takeLock } from './lock-file.mjs'

/** An instance may be stopping, or just about to notice that whoever started it is gone. */
const WAIT_MS = 3_000
const WAIT_WHILE_STOPPING_MS = 60_000

/**
 * One instance per data folder: takes the folder, or throws saying who has it. Its file says, for tools that look,
 * what runs where.
 *
 * @param {string} dataFolder
 */
export async function takeFolder(dataFolder) {
  const file = path.join(dataFolder, 'instance.json')
  const begun = Date.now()
  while (!takeLock(file)) {
    const holder = readJson(file)
    if (Date.now() - begun > (holder?.stopping ? WAIT_WHILE_STOPPING_MS : WAIT_MS)) throw refusal(dataFolder, holder)
    await sleep(100)
  }

  return {
    /** @param {Record<string, unknown>} more */
    tell: (more) => writeJson(file, { ...readJson(file), ...more }),
    release: () => releaseLock(file),
  }
}

function refusal(dataFolder, holder) {
  const who = holder ? `process ${holder.pid}${holder.url ? `, ${holder.url}` : ''}` : 'another process'
  return new Error(
    `Countersign already runs on the data folder ${dataFolder} (${who}). ` +
      'Stop it first, or name another folder in COUNTERSIGN_DATA_DIR.',
  )
}
