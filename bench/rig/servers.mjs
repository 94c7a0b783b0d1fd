import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { waitUntilReady } from '../../scripts/start/children.mjs'
import { deskFile, workerFile } from './build.mjs'

/** Connections to Postgres, for either server: the product's default. */
export const POOL_SIZE = 16
/** Every limit of the desk times this, so that none is met. */
export const RATE_LIMIT_SCALE = 1_000_000

const recorder = path.join(import.meta.dirname, 'record-statements.mjs')
const bareFile = path.join(import.meta.dirname, '..', 'bare.mjs')

/** @typedef {{ name: 'desk' | 'bare', url: string, child: import('../../scripts/start/children.mjs').Child }} Server */

/**
 * Both servers, each a process of its own, on the same database and the same chain.
 *
 * @param {import('./services.mjs').Services} services
 * @param {{ recording?: boolean, profile?: string }} [options] recording: they keep what they say to Postgres (statements.mjs); profile:
 *   a folder for CPU profiles
 * @returns {Promise<{ desk: Server, bare: Server, stop: () => Promise<void> }>}
 */
export async function startServers(services, { recording = false, profile } = {}) {
  const flags = recording ? ['--import', recorder] : []
  const profiling = (name) =>
    profile ? ['--cpu-prof', `--cpu-prof-name=${name}.cpuprofile`, `--cpu-prof-dir=${profile}`] : []
  const [desk, bare] = await Promise.all([
    startServer(services, 'desk', [...flags, ...profiling('desk'), '--enable-source-maps', deskFile]),
    startServer(services, 'bare', [...flags, ...profiling('bare'), bareFile]),
  ])
  return { desk, bare, stop: () => Promise.all([desk, bare].map(stopServer)).then(() => undefined) }
}

/**
 * The desk with its worker, which pays gas with a key of its own.
 *
 * @param {import('./services.mjs').Services} services
 * @returns {Promise<{ desk: Server, submitter: `0x${string}`, stop: () => Promise<void> }>} submitter: the key, without money
 */
export async function startDesk(services) {
  const submitter = secrets.SUBMITTER_KEY_31337
  const desk = await startServer(services, 'desk', ['--enable-source-maps', deskFile])
  const worker = await startServer(services, 'worker', ['--enable-source-maps', workerFile])
  return { desk, submitter, stop: () => Promise.all([worker, desk].map(stopServer)).then(() => undefined) }
}

async function startServer({ family, folder, ...services }, name, args) {
  const log = path.join(folder, `${name}.log`)
  const env = { ...process.env, ...environmentOf(services) }
  const child = family.start({ name, command: process.execPath, args, env, log, ipc: true })
  const { port } = await waitUntilReady(child)
  return { name, url: `http://127.0.0.1:${port}`, child }
}

async function stopServer({ child }) {
  if (child.process.connected) child.process.disconnect()
  await child.ended
}

const secrets = {
  AUTH_SECRET: randomBytes(32).toString('hex'),
  ENCRYPTION_KEY: randomBytes(32).toString('hex'),
  DESK_KEY: `0x${randomBytes(32).toString('hex')}`,
  SUBMITTER_KEY_31337: `0x${randomBytes(32).toString('hex')}`,
}

/** What every part of the product reads of its environment, on these services. */
export function environmentOf({ databaseUrl, rpcUrl, addresses }) {
  return {
    ...secrets,
    NODE_ENV: 'production',
    PORT: '0',
    APP_URL: 'http://localhost:3000',
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: String(POOL_SIZE),
    RATE_LIMIT_SCALE: String(RATE_LIMIT_SCALE),
    RPC_31337: rpcUrl,
    EAS_31337: addresses.eas,
    SCHEMA_REGISTRY_31337: addresses.schemaRegistry,
    TEST_TOKEN_31337: addresses.testToken,
    TEST_FEED_31337: addresses.testFeed,
    ESCROW_31337: addresses.escrow,
    AUDITOR_STAKE_31337: addresses.auditorStake,
  }
}
