import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { startAnvil } from '../../scripts/start/anvil.mjs'
import { createFamily, stopLeftovers } from '../../scripts/start/children.mjs'
import { createDatabase, migrate } from '../../scripts/start/database.mjs'
import { localAddresses, prepareDevnet } from '../../scripts/start/devnet.mjs'
import { readJson, writeJson } from '../../scripts/start/files.mjs'
import { startPostgres } from '../../scripts/start/postgres.mjs'
import { isRunning, nameProcess } from '../../scripts/start/processes.mjs'

const root = path.join(import.meta.dirname, '..', '..')
const DATABASE = 'bench'
const PREFIX = 'countersign-bench-'

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
  await removeAbandoned()
  const folder = mkdtempSync(path.join(tmpdir(), PREFIX))
  writeJson(ownerOf(folder), nameProcess(process.pid))
  const family = createFamily({
    recordFile: recordOf(folder),
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

/** What a run that was killed left behind. */
async function removeAbandoned() {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = path.join(tmpdir(), name)
    const owner = readJson(ownerOf(folder))
    if (!owner || isRunning(owner)) continue
    await stopLeftovers(recordOf(folder))
    rmSync(folder, { recursive: true, force: true })
  }
}

const ownerOf = (folder) => path.join(folder, 'owner.json')
const recordOf = (folder) => path.join(folder, 'processes.json')

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
