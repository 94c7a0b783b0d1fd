import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'

/** Postgres's numbers for the catalogue's one-byte "char" and for char(n). */
const INTERNAL_CHAR = 18
const BPCHAR = 1042

/**
 * The engine's way to Postgres. Differs from PrismaPg's own factory where that does not serve migrations: scripts,
 * shadow databases, and the catalogue's internal "char" columns.
 *
 * @param {string} url
 */
export function createAdapterFactory(url) {
  const config = parseUrl(url)
  const main = new PrismaPg(config)

  return bindMigrationAwareSqlAdapterFactory({
    provider: main.provider,
    adapterName: main.adapterName,
    connect: async () => adapt(await main.connect()),
    connectToShadowDb: () => openShadow(config),
  })
}

function adapt(adapter) {
  runScriptsWhole(adapter)
  readInternalChars(adapter)
  return adapter
}

/**
 * PrismaPg cuts a script at each semicolon, also inside a function's body. Postgres reads the script itself, and runs
 * all of it or nothing.
 */
function runScriptsWhole(adapter) {
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] })
  }
}

/** PrismaPg refuses results with a "char" in them, which the engine reads from the catalogue and wants as Character. */
function readInternalChars(adapter) {
  const charsOf = new WeakMap()
  const performIO = adapter.performIO.bind(adapter)
  const queryRaw = adapter.queryRaw.bind(adapter)

  adapter.performIO = async (query) => {
    const result = await performIO(query)
    const chars = (result.fields ?? []).filter((field) => field.dataTypeID === INTERNAL_CHAR)
    charsOf.set(
      query,
      chars.map((field) => result.fields.indexOf(field)),
    )
    for (const field of chars) field.dataTypeID = BPCHAR
    return result
  }
  adapter.queryRaw = async (query) => {
    const rows = await queryRaw(query)
    for (const at of charsOf.get(query) ?? []) rows.columnTypes[at] = ColumnTypeEnum.Character
    return rows
  }
}

/** PrismaPg drops its shadow database while its own pool is still connected to it; here the pool ends first. */
async function openShadow(config) {
  const database = `prisma_migrate_shadow_db_${crypto.randomUUID()}`
  await execute(config, `CREATE DATABASE "${database}"`)
  const shadow = adapt(await new PrismaPg({ ...config, database }).connect())
  const disconnect = shadow.dispose.bind(shadow)

  shadow.dispose = async () => {
    await disconnect()
    await execute(config, `DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
  }
  return shadow
}

async function execute(config, sql) {
  const client = new pg.Client(config)
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** In parts, because pg lets a connection string win over `database`: the shadow would be the main database. */
function parseUrl(url) {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  return {
    host: decodeURIComponent(hostname) || searchParams.get('host') || '127.0.0.1',
    port: Number(port || 5432),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    ssl: usesTls(searchParams.get('sslmode')),
    max: 4,
  }
}

function usesTls(sslmode) {
  if (!sslmode || sslmode === 'disable') return undefined
  return { rejectUnauthorized: sslmode.startsWith('verify') }
}
