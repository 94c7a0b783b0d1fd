import pg from 'pg'

const codes = { '3D000': 'P1003', '28P01': 'P1000' }

/**
 * The engine's one-off commands, run without loading the engine.
 *
 * @param {string} command
 * @param {string | undefined} url of the database the command is about
 * @returns {Promise<number>} the exit code
 */
export async function runDatabaseCommand(command, url) {
  if (!url) return refuse('P1013', 'The datasource has no URL.')

  const name = decodeURIComponent(new URL(url).pathname.slice(1))
  try {
    if (command === 'can-connect-to-database') await query(url, name)
    else if (command === 'create-database') await query(url, 'postgres', `CREATE DATABASE ${pg.escapeIdentifier(name)}`)
    else if (command === 'drop-database') await query(url, 'postgres', `DROP DATABASE ${pg.escapeIdentifier(name)}`)
    else return refuse('P9999', `The schema engine has no command ${command}.`)
    return 0
  } catch (error) {
    const absent = error.code === '3D000'
    return refuse(
      codes[error.code] ?? 'P1001',
      absent ? `Database ${name} does not exist` : error.message || error.code,
    )
  }
}

async function query(url, database, sql = 'SELECT 1') {
  const target = new URL(url)
  target.pathname = `/${encodeURIComponent(database)}`
  const client = new pg.Client({ connectionString: target.href })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

/** The CLI ignores the first line on stderr and looks for a JSON log line at level ERROR in the rest. */
function refuse(code, message) {
  const fields = { is_panic: false, error_code: code, message }
  const line = { timestamp: new Date().toISOString(), level: 'ERROR', fields, target: 'schema_engine::logger' }
  process.stderr.write(`{"level":"INFO","target":"schema_engine"}\n${JSON.stringify(line)}\n`)
  return 1
}
