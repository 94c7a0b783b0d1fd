import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * The program of a foundry tool, from the npm package for this machine: the tool's own package would put a Node process
 * around it, and we want the program itself as our child.
 *
 * @param {'anvil' | 'forge'} tool
 * @returns {string}
 */
export function findFoundry(tool) {
  const { platform } = process
  const name = `@foundry-rs/${tool}-${platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`)
    return path.join(path.dirname(manifest), 'bin', platform === 'win32' ? `${tool}.exe` : tool)
  } catch {
    throw new Error(`${name} is not installed, so there is no ${tool} to start.`)
  }
}
