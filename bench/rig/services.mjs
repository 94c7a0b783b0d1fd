import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startAnvil } from '../../scripts/start/anvil.mjs'
import { createFamily } from '../../scripts/start/children.mjs'
import { createDatabase, migrate } from '../../scripts/start/database.mjs'
import { localAddresses, prepareDevnet } from '../../scripts/start/devnet.mjs'
import { startPostgres } from '../../scripts/start/postgres.mjs'

const root = path.join(import.meta.dirname, '..', '..')
const DATABASE = 'bench'

/**
 * A Postgres and a chain of this run's own, set up as `npm start` sets up its own: a commit is on the disk before it is
 * answered.
 *
 * @typedef {object} Services
 * @property {ReturnType<typeof createFamily>} family
 * @property {string} folder
 * @property {string} databaseUrl
 * @property {string} rpcUrl
 * @property {typeof localAddresses} addresses
 * @property {() => Promise<void>} stop
 *
 * @returns {Promise<Services>}
 */
export async function startServices() {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-bench-'))
  const family = createFamily({
    recordFile: path.join(folder, 'processes.json'),
    onDeath: (child, how) => {
      console.error(`${child.spec.name} ${how} while the benches ran.`)
      process.exitCode = 1
      void stop()
    },
  })
  const stop = async () => {
    await family.stopAll()
    rmSync(folder, { recursive: true, force: true })
  }

  try {
    const [databaseUrl, rpcUrl] = await Promise.all([startDatabase(family, folder), startChain(family, folder)])
    return { family, folder, databaseUrl, rpcUrl, addresses: localAddresses, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startDatabase(family, folder) {
  const postgres = await startPostgres({
    family,
    folder: path.join(folder, 'postgres'),
    log: path.join(folder, 'postgres.log'),
  })
  family.guard(postgres.child)
  await createDatabase({ adminUrl: postgres.url('postgres'), name: DATABASE })
  const url = postgres.url(DATABASE)
  await migrate({ family, root, url, log: path.join(folder, 'migrate.log') })
  return url
}

async function startChain(family, folder) {
  const anvil = await startAnvil({ family, log: path.join(folder, 'anvil.log') })
  family.guard(anvil.child)
  await prepareDevnet({ rpcUrl: anvil.url })
  return anvil.url
}
