import path from 'node:path'
import { createDatabase, migrate } from './database.mjs'
import { localAddresses, prepareDevnet } from './devnet.mjs'
import { requireGenesis } from './genesis.mjs'
import { startLocalChain } from './local-chain.mjs'
import { startPostgres } from './postgres.mjs'
import { startPrograms } from './programs.mjs'
import { callRpc } from './rpc.mjs'
import { readSecrets } from './secrets.mjs'
import { LOCAL_CHAIN } from './settings.mjs'

const DATABASE = 'countersign'

/**
 * @typedef {object} Start
 * @property {import('./settings.mjs').Settings} settings
 * @property {ReturnType<typeof import('./children.mjs').createFamily>} family
 * @property {(line: string) => void} say
 */

/**
 * Starts the services, then the programs on them.
 *
 * @param {Start} start
 * @returns {Promise<{ url: string, port: number, databaseUrl: string, rpcUrl?: string }>} where everything is
 */
export async function bringUp(start) {
  const { settings } = start
  const secrets = readSecrets(settings)
  const [database, chain] = await Promise.all([openDatabase(start), openChain(start, secrets)])

  const env = {
    ...settings.env,
    ...secrets,
    ...database,
    ...chain,
    ANCHOR_CHAIN: String(settings.anchorChain),
    COUNTERSIGN_ENV: settings.env.COUNTERSIGN_ENV ?? 'local',
    COUNTERSIGN_DATA_DIR: settings.dataFolder,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const port = await startPrograms({ ...start, env })
  return { url: `http://localhost:${port}`, port, databaseUrl: database.DATABASE_URL, rpcUrl: env.RPC_31337 }
}

/** @param {Start} start */
async function openDatabase({ settings, family, say }) {
  const { env, root, dataFolder } = settings
  const url = env.DATABASE_URL ?? (await startEmbedded({ family, dataFolder, say }))
  const direct = env.DATABASE_DIRECT_URL ?? url

  const applied = await migrate({ family, root, url: direct, log: path.join(dataFolder, 'migrate.log') })
  if (applied.length > 0) say(`Migrated the database: ${applied.join(', ')}`)
  return { DATABASE_URL: url, DATABASE_DIRECT_URL: direct }
}

async function startEmbedded({ family, dataFolder, say }) {
  const log = path.join(dataFolder, 'postgres.log')
  const postgres = await startPostgres({ family, folder: path.join(dataFolder, 'postgres'), log })
  family.guard(postgres.child)
  await createDatabase({ adminUrl: postgres.url('postgres'), name: DATABASE })

  const url = postgres.url(DATABASE)
  say(`Postgres runs on port ${new URL(url).port}`)
  return url
}

/**
 * The local chain, ours or one the environment names, with our contracts on it. Chains beyond 31337 are left as they
 * are.
 *
 * @param {Start} start
 */
async function openChain({ settings, family, say }, secrets) {
  const { env, dataFolder } = settings
  const rpcUrl = settings.embedsChain
    ? await startChain({ family, dataFolder, say })
    : env.RPC_31337?.split(',')[0]?.trim()
  if (!rpcUrl) return {}

  if (!settings.embedsChain) await requireGenesis({ dataFolder, url: rpcUrl })
  const named = env.EAS_31337 || env.SCHEMA_REGISTRY_31337
  if (named || !settings.local || !(await isDevnet(rpcUrl))) return { RPC_31337: env.RPC_31337 ?? rpcUrl }

  const done = await prepareDevnet({ rpcUrl, submitter: secrets[`SUBMITTER_KEY_${LOCAL_CHAIN}`] })
  if (done.length > 0) say(`Put on the local chain: ${done.join(', ')}`)
  return {
    RPC_31337: env.RPC_31337 ?? rpcUrl,
    EAS_31337: localAddresses.eas,
    SCHEMA_REGISTRY_31337: localAddresses.schemaRegistry,
    TEST_TOKEN_31337: env.TEST_TOKEN_31337 ?? localAddresses.testToken,
  }
}

async function startChain({ family, dataFolder, say }) {
  const chain = await startLocalChain({ family, dataFolder, say })
  family.guard(chain.child)
  say(`The local chain runs on port ${new URL(chain.url).port}`)
  return chain.url
}

/** A development node lets anybody set balances; on another we deploy nothing. */
async function isDevnet(rpcUrl) {
  if (Number(await callRpc(rpcUrl, 'eth_chainId')) !== LOCAL_CHAIN) {
    throw new Error(`RPC_31337 does not lead to chain 31337: ${rpcUrl}`)
  }
  return callRpc(rpcUrl, 'anvil_nodeInfo').then(
    () => true,
    () => false,
  )
}
