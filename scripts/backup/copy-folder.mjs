import { copyFile, lstat, mkdir, readdir } from 'node:fs/promises'
import path from 'node:path'

/**
 * Copies a file, or a folder with everything in it. What is removed meanwhile is left out; links and sockets too: none
 * belong to a data folder.
 *
 * @param {string} from
 * @param {string} to
 * @param {(relative: string) => boolean} [isWanted] asked for everything inside, by its path from the folder
 */
export async function copyFolder(from, to, isWanted = () => true, relative = '') {
  const what = await ifThere(lstat(from))
  if (what?.isFile()) await ifThere(copyFile(from, to))
  if (!what?.isDirectory()) return

  await mkdir(to, { recursive: true, mode: 0o700 })
  for (const name of (await ifThere(readdir(from))) ?? []) {
    const inside = path.posix.join(relative, name)
    if (isWanted(inside)) await copyFolder(path.join(from, name), path.join(to, name), isWanted, inside)
  }
}

async function ifThere(work) {
  try {
    return await work
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
