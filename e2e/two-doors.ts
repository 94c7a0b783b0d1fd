import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createFamily } from '../scripts/start/children.mjs'
import { createDatabase, migrate } from '../scripts/start/database.mjs'
import { findFreePort } from '../scripts/start/ports.mjs'
import { startPostgres } from '../scripts/start/postgres.mjs'
import { makeServicesFolder } from '../test/services/folder'

const root = path.join(import.meta.dirname, '..')
const READY_MS = 60_000

/** The same desk behind both doors: one database, one environment, only the ports differ. */
export type TwoDoors = { own: string; next: string; environment: NodeJS.ProcessEnv; stop(): Promise<void> }

export const SERVER = path.join(root, 'dist/server.mjs')

/** Starts `dist/server.mjs` and `next start` on a database of their own. Needs `npm run build`. */
export async function openTwoDoors(): Promise<TwoDoors> {
  for (const built of ['dist/server.mjs', '.next/BUILD_ID']) {
    if (!existsSync(path.join(root, built))) throw new Error(`${built} is missing: run npm run build first.`)
  }

  const folder = await makeServicesFolder()
  const family = createFamily({ recordFile: folder.recordFile })
  const stop = async () => {
    await family.stopAll()
    folder.remove()
  }
  try {
    const url = await startDatabase(family, folder.path)
    return { ...(await startDoors(family, folder.path, url)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

type Family = ReturnType<typeof createFamily>

async function startDatabase(family: Family, folder: string): Promise<string> {
  const log = path.join(folder, 'postgres.log')
  const postgres = await startPostgres({ family, folder: path.join(folder, 'postgres'), log, durable: false })
  await createDatabase({ adminUrl: postgres.url('postgres'), name: 'doors' })
  await migrate({ family, root, url: postgres.url('doors'), log: path.join(folder, 'migrate.log') })
  return postgres.url('doors')
}

async function startDoors(family: Family, folder: string, databaseUrl: string) {
  const ownPort = await findFreePort(4_800)
  const nextPort = await findFreePort(ownPort + 1)
  const secret = () => randomBytes(32).toString('hex')
  const shared = {
    ...process.env,
    NODE_ENV: 'production' as const,
    DATABASE_URL: databaseUrl,
    APP_URL: `http://localhost:${ownPort}`,
    AUTH_SECRET: secret(),
    ENCRYPTION_KEY: secret(),
    DESK_KEY: `0x${secret()}`,
    CORS_ORIGINS: 'https://app.example',
    COUNTERSIGN_ENV: 'local',
    LOG_LEVEL: 'warn',
    RATE_LIMIT_SCALE: '1000',
  }

  const next = createRequire(import.meta.url).resolve('next/dist/bin/next')
  const door = (name: string, args: string[], port: number) =>
    family.start({
      name,
      command: process.execPath,
      args,
      cwd: root,
      env: { ...shared, PORT: String(port) },
      log: path.join(folder, `${name}.log`),
    })
  door('server', [SERVER], ownPort)
  door('next', [next, 'start', '-p', String(nextPort)], nextPort)

  const doors = { own: `http://127.0.0.1:${ownPort}`, next: `http://127.0.0.1:${nextPort}`, environment: shared }
  await Promise.all([untilReady(doors.own), untilReady(doors.next)])
  return doors
}

async function untilReady(origin: string): Promise<void> {
  for (const end = Date.now() + READY_MS; Date.now() < end; await sleep(100)) {
    const ready = await fetch(`${origin}/api/health/ready`).catch(() => null)
    if (ready?.ok) return
  }
  throw new Error(`${origin} did not become ready.`)
}
