import path from 'node:path'
import { createDatabase, migrate, readDatabaseGenesis } from './database.mjs'
import { localAddresses, prepareDevnet } from './devnet.mjs'
import { requireDatabaseGenesis, requireGenesis } from './genesis.mjs'
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
  const [database, rpcUrl] = await Promise.all([openDatabase(start), reachChain(start)])
  const chain = rpcUrl ? await equipChain({ ...start, rpcUrl, secrets, database }) : {}

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

/** The local chain, ours or the one the environment names. None when it names other chains only. @param {Start} start */
async function reachChain({ settings, family, say }) {
  if (!settings.embedsChain) return settings.env.RPC_31337?.split(',')[0]?.trim()

  const chain = await startLocalChain({ family, dataFolder: settings.dataFolder, say })
  family.guard(chain.child)
  say(`The local chain runs on port ${new URL(chain.url).port}`)
  return chain.url
}

/** Puts our contracts on the local chain, unless somebody says where they are, or the node is not for development. */
async function equipChain({ settings, say, rpcUrl, secrets, database }) {
  const { env, dataFolder } = settings
  const chainId = Number(await callRpc(rpcUrl, 'eth_chainId'))
  if (chainId !== LOCAL_CHAIN) throw new Error(`RPC_31337 leads to chain ${chainId}.`)
  await requireGenesis({ dataFolder, url: rpcUrl })
  const recorded = await readDatabaseGenesis(database.DATABASE_DIRECT_URL, LOCAL_CHAIN)
  await requireDatabaseGenesis({ recorded, url: rpcUrl })

  const RPC_31337 = env.RPC_31337 ?? rpcUrl
  const isOurs = settings.embedsChain || (settings.local && (await isDevnet(rpcUrl)))
  if (env.EAS_31337 || env.SCHEMA_REGISTRY_31337 || !isOurs) return { RPC_31337 }

  const done = await prepareDevnet({ rpcUrl, submitter: secrets[`SUBMITTER_KEY_${LOCAL_CHAIN}`] })
  if (done.length > 0) say(`Put on the local chain: ${done.join(', ')}`)
  return {
    RPC_31337,
    EAS_31337: localAddresses.eas,
    SCHEMA_REGISTRY_31337: localAddresses.schemaRegistry,
    TEST_TOKEN_31337: env.TEST_TOKEN_31337 ?? localAddresses.testToken,
    TEST_FEED_31337: env.TEST_FEED_31337 ?? localAddresses.testFeed,
    ...bonds(env),
  }
}

/** One escrow and the stakes it asks for belong together: naming either means that ours stays out of use. */
function bonds(env) {
  if (env.ESCROW_31337 || env.AUDITOR_STAKE_31337) return {}
  return { ESCROW_31337: localAddresses.escrow, AUDITOR_STAKE_31337: localAddresses.auditorStake }
}

/** A development node lets anybody set balances; on another we deploy nothing. */
function isDevnet(rpcUrl) {
  return callRpc(rpcUrl, 'anvil_nodeInfo').then(
    () => true,
    () => false,
  )
}
