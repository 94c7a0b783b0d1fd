import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { stopLeftovers } from '../../scripts/start/children.mjs'
import { readJson, writeJson } from '../../scripts/start/files.mjs'
import { isRunning, nameProcess } from '../../scripts/start/processes.mjs'

const PREFIX = 'countersign-tests-'

/** A new folder for the services of one test run. What a run that was killed left behind goes first. */
export async function makeServicesFolder() {
  await removeAbandonedFolders()

  const folder = mkdtempSync(path.join(tmpdir(), PREFIX))
  writeJson(ownerFile(folder), nameProcess(process.pid))
  return { path: folder, recordFile: recordFile(folder), remove: () => removeFolder(folder) }
}

async function removeAbandonedFolders() {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX))
  for (const folder of folders.map((name) => path.join(tmpdir(), name))) {
    const owner = existsSync(ownerFile(folder)) ? readJson(ownerFile(folder)) : null
    if (!owner || isRunning(owner)) continue
    await stopLeftovers(recordFile(folder))
    removeFolder(folder)
  }
}

const removeFolder = (folder: string) => rmSync(folder, { recursive: true, force: true })
const ownerFile = (folder: string) => path.join(folder, 'owner.json')
const recordFile = (folder: string) => path.join(folder, 'processes.json')
