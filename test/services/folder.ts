import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stopLeftovers } from '../../scripts/start/children.mjs'
import { readJson, writeJson } from '../../scripts/start/files.mjs'
import { isRunning, nameProcess } from '../../scripts/start/processes.mjs'

const PREFIX = 'countersign-tests-'

/** Where Linux keeps files in memory. */
const MEMORY = '/dev/shm'
/** Far more than all tests together have had at once. */
const ROOM_BYTES = 2 * 2 ** 30

/** A new folder for the services of one test run. What a run that was killed left behind goes first. */
export async function makeServicesFolder() {
  const place = hasRoom() ? MEMORY : tmpdir()
  for (const each of new Set([place, tmpdir()])) await removeAbandonedFolders(each)

  const folder = mkdtempSync(path.join(place, PREFIX))
  writeJson(ownerFile(folder), nameProcess(process.pid))
  return { path: folder, recordFile: recordFile(folder), remove: () => removeFolder(folder) }
}

/** Every database is a thousand new files, and hundreds are made: on some disks that takes longer than their tests. */
function hasRoom(): boolean {
  if (!existsSync(MEMORY) || process.availableMemory() < ROOM_BYTES) return false
  const { bavail, bsize } = statfsSync(MEMORY)
  return bavail * bsize >= ROOM_BYTES
}

async function removeAbandonedFolders(place: string) {
  const folders = readdirSync(place).filter((name) => name.startsWith(PREFIX))
  for (const folder of folders.map((name) => path.join(place, name))) {
    const owner = existsSync(ownerFile(folder)) ? readJson(ownerFile(folder)) : null
    if (!owner || isRunning(owner)) continue
    await stopLeftovers(recordFile(folder))
    removeFolder(folder)
  }
}

const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })
const ownerFile = (folder: string) => path.join(folder, 'owner.json')
const recordFile = (folder: string) => path.join(folder, 'processes.json')
