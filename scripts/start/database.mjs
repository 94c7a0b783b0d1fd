import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'

const UNDEFINED_TABLE = '42P01'

/**
 * @param {{ adminUrl: string, name: string }} options adminUrl: of a database that is there, to ask from
 */
export async function createDatabase({ adminUrl, name }) {
  await withClient(adminUrl, async (client) => {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
  })
}

/**
 * Brings the tables and the job queue up to date. Starting Prisma takes seconds, so it is asked only when a migration
 * of ours is missing in the database.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./children.mjs').createFamily>} options.family
 * @param {string} options.root of the repository
 * @param {string} options.url direct, not through a pooler
 * @param {string} options.log
 * @returns {Promise<string[]>} the migrations that were applied
 */
export async function migrate({ family, root, url, log }) {
  const applied = await listApplied(url)
  const missing = listMigrations(root).filter((name) => !applied.has(name))
  if (missing.length > 0) await deployMigrations({ family, root, url, log })

  await runMigrations({ connectionString: url })
  return missing
}

/**
 * The first block of the chain this database was used with, null when it was used with none.
 *
 * @param {string} url
 * @param {number} chainId
 * @returns {Promise<string | null>}
 */
export async function readDatabaseGenesis(url, chainId) {
  const sql = 'SELECT genesis_hash FROM chains WHERE chain_id = $1'
  const { rows } = await withClient(url, (client) => client.query(sql, [chainId]))
  return rows[0]?.genesis_hash ?? null
}

function listMigrations(root) {
  const folder = path.join(root, 'prisma', 'migrations')
  const names = existsSync(folder) ? readdirSync(folder) : []
  return names.filter((name) => existsSync(path.join(folder, name, 'migration.sql'))).sort()
}

async function listApplied(url) {
  return withClient(url, async (client) => {
    try {
      const done = 'finished_at IS NOT NULL AND rolled_back_at IS NULL'
      const { rows } = await client.query(`SELECT migration_name FROM _prisma_migrations WHERE ${done}`)
      return new Set(rows.map((row) => row.migration_name))
    } catch (error) {
      if (error.code === UNDEFINED_TABLE) return new Set()
      throw error
    }
  })
}

function deployMigrations({ family, root, url, log }) {
  const prisma = createRequire(import.meta.url).resolve('prisma/build/index.js')
  return family.run({
    name: 'prisma migrate deploy',
    command: process.execPath,
    args: [prisma, 'migrate', 'deploy'],
    cwd: root,
    env: { ...process.env, DATABASE_URL: url, DATABASE_DIRECT_URL: url },
    log,
  })
}

async function withClient(connectionString, work) {
  const client = new pg.Client({ connectionString })
  await client.connect().catch((error) => {
    throw new Error(`The database at ${client.host}:${client.port} cannot be reached: ${error.message}`)
  })
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
