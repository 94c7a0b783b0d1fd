import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'

export const LOCAL_CHAIN = 31337
export const DEFAULT_PORT = 3000

/**
 * What the environment, and a `.env` file beside package.json, decide before anything starts. The real environment
 * wins over the file.
 *
 * @typedef {object} Settings
 * @property {string} root of the repository
 * @property {boolean} dev
 * @property {Record<string, string | undefined>} env both together
 * @property {string} dataFolder absolute
 * @property {number} wantedPort 0: any
 * @property {boolean} production
 * @property {boolean} local
 * @property {boolean} embedsPostgres
 * @property {boolean} embedsChain
 * @property {number} anchorChain
 */

/**
 * @param {{ root: string, dev: boolean, env: Record<string, string | undefined> }} options
 * @returns {Settings}
 */
export function readSettings({ root, dev, env: real }) {
  const env = { ...readEnvFile(path.join(root, '.env')), ...withoutEmpty(real) }
  const environment = env.COUNTERSIGN_ENV ?? 'local'
  const chains = listRpcChains(env)

  return {
    root,
    dev,
    env,
    dataFolder: path.resolve(root, env.COUNTERSIGN_DATA_DIR ?? '.countersign'),
    wantedPort: readPort(env.PORT),
    production: environment === 'production',
    local: environment === 'local',
    embedsPostgres: !env.DATABASE_URL,
    embedsChain: chains.length === 0,
    anchorChain: readAnchorChain(env.ANCHOR_CHAIN, chains),
  }
}

/** The chains the environment names nodes of, by RPC_<chain id>. @param {Record<string, string | undefined>} env */
export function listRpcChains(env) {
  const ids = Object.keys(env).map((name) => /^RPC_(\d+)$/.exec(name)?.[1])
  return ids.filter((id) => id !== undefined).map(Number)
}

/** Roots cost money where they are anchored, so the chain is guessed only when there is nothing to choose. */
function readAnchorChain(named, chains) {
  if (named) return Number(named)
  if (chains.length === 0 || chains.includes(LOCAL_CHAIN)) return LOCAL_CHAIN
  if (chains.length === 1) return chains[0]
  throw new Error(
    `RPC URLs of the chains ${chains.join(', ')} are set: name in ANCHOR_CHAIN the one roots are anchored on.`,
  )
}

function readPort(named) {
  const port = Number(named ?? DEFAULT_PORT)
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  throw new Error(`PORT is not a port: ${named}`)
}

function readEnvFile(file) {
  try {
    return withoutEmpty(parseEnv(readFileSync(file, 'utf8')))
  } catch (error) {
    if (error.code === 'ENOENT') return {}
    throw error
  }
}

/** A variable set to nothing means the same as one that is not set. */
const withoutEmpty = (env) => Object.fromEntries(Object.entries(env).filter(([, value]) => value))
