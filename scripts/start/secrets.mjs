import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { writeJson } from './files.mjs'

const privateKey = () => `0x${randomBytes(32).toString('hex')}`
const passphrase = () => randomBytes(32).toString('base64url')

/**
 * The secrets the desk needs: those of the environment, and for the others ones made once and kept in the data folder.
 * In production nothing is made: a secret that only this disk knows is lost with it.
 *
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Record<string, string>}
 */
export function readSecrets({ env, dataFolder, production, anchorChain }) {
  const kinds = {
    AUTH_SECRET: passphrase,
    DESK_KEY: privateKey,
    ENCRYPTION_KEY: passphrase,
    [`SUBMITTER_KEY_${anchorChain}`]: privateKey,
  }
  const missing = Object.keys(kinds).filter((name) => !env[name])
  if (production && missing.length > 0) {
    throw new Error(`COUNTERSIGN_ENV=production needs its own secrets. Set ${missing.join(', ')}.`)
  }

  const file = path.join(dataFolder, 'secrets.json')
  const kept = readKept(file)
  const made = missing.filter((name) => !kept[name]).map((name) => [name, kinds[name]()])
  if (made.length > 0) writeJson(file, { ...kept, ...Object.fromEntries(made) })

  const known = { ...kept, ...Object.fromEntries(made), ...env }
  return Object.fromEntries(Object.keys(kinds).map((name) => [name, known[name]]))
}

/** A damaged file is not replaced: what was encrypted with its keys would be lost. */
function readKept(file) {
  if (!existsSync(file)) return {}
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    throw new Error(`${file} is damaged. Restore it from a backup; without it, what it encrypted cannot be read.`)
  }
}
