import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { copyRunningCluster } from './copy-cluster.mjs'
import { copyFolder } from './copy-folder.mjs'

const CLUSTER = 'postgres'
/** Of the run, not of the desk. */
const LEFT_OUT = /^(?:instance\.json|processes\.json|.*\.log|.*\.lock|.*\.new)$/

/**
 * Copies a data folder to `to`, which must not be there yet: made beside its place and moved there when whole. The chain
 * is copied after the database, which may then know less than the chain, and never more.
 *
 * @param {{ dataFolder: string, to: string }} options absolute
 * @returns {Promise<{ running: boolean }>} whether the database was in use
 */
export async function backUp({ dataFolder, to }) {
  const cluster = path.join(dataFolder, CLUSTER)
  if (!existsSync(cluster)) throw new Error(`There is no database in ${dataFolder}: nothing to back up.`)
  if (existsSync(to)) throw new Error(`${to} is there already. Name a folder that is not.`)
  if (`${to}${path.sep}`.startsWith(`${dataFolder}${path.sep}`))
    throw new Error('A backup inside what it is of helps nobody.')

  const part = `${to}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true, mode: 0o700 })
  const running = existsSync(path.join(cluster, 'postmaster.pid'))
  if (running) await copyRunningCluster({ url: urlOf(dataFolder), from: cluster, to: path.join(part, CLUSTER) })
  else await copyFolder(cluster, path.join(part, CLUSTER))

  for (const name of readdirSync(dataFolder).filter((one) => one !== CLUSTER && !LEFT_OUT.test(one))) {
    await copyFolder(path.join(dataFolder, name), path.join(part, name))
  }
  renameSync(part, to)
  return { running }
}

/** The server says its port on the fourth line of its pid file. */
function urlOf(dataFolder) {
  const port = readFileSync(path.join(dataFolder, CLUSTER, 'postmaster.pid'), 'utf8')
    .split('\n')[3]
    ?.trim()
  const password = readFileSync(path.join(dataFolder, `${CLUSTER}.password`), 'utf8').trim()
  return `postgresql://countersign:${password}@127.0.0.1:${port}/postgres`
}
