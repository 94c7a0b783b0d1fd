import { createRequire } from 'node:module'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntilReady } from './children.mjs'
import { findFreePort, isPortFree } from './ports.mjs'
import { DEFAULT_PORT } from './settings.mjs'

const require = createRequire(import.meta.url)
const GRACE_MS = 20_000
const PORT_TAKEN = /EADDRINUSE/

/**
 * Starts the web server and the worker and waits until both serve. A port somebody takes before the server does is
 * left to them.
 *
 * @param {import('./bring-up.mjs').Start & { env: Record<string, string | undefined> }} options
 * @returns {Promise<number>} the port
 */
export async function startPrograms({ settings, family, say, env }) {
  for (;;) {
    const port = await choosePort(settings.wantedPort, say)
    const placed = { ...env, PORT: String(port), APP_URL: env.APP_URL ?? `http://localhost:${port}` }
    const programs = settings.dev ? developed(settings, placed) : built(settings, placed)
    const children = programs.map((program) => family.start(program))
    try {
      await (settings.dev ? waitUntilAnswers(port, children) : Promise.all(children.map(waitUntilReady)))
      for (const child of children) family.guard(child)
      return port
    } catch (error) {
      await Promise.all(children.map(family.stop))
      const taken = children.some((child) => PORT_TAKEN.test(child.readLog())) || !(await isPortFree(port))
      if (!taken) throw error
    }
  }
}

async function choosePort(wanted, say) {
  const port = await findFreePort(wanted || DEFAULT_PORT)
  if (wanted && port !== wanted) say(`Port ${wanted} is taken; using ${port}`)
  return port
}

/** What runs from its sources has no word for being ready. */
async function waitUntilAnswers(port, children) {
  const answers = () =>
    fetch(`http://localhost:${port}/api/health/live`).then(
      () => true,
      () => false,
    )
  while (!(await answers())) {
    const ended = children.find((child) => child.hasEnded())
    if (ended) throw new Error(`${ended.spec.name} ${(await ended.ended) ?? 'ended'} before it was ready.`)
    await sleep(200)
  }
}

/** What the build made. Its logs go to the terminal where somebody collects them, else into the data folder. */
function built({ root, dataFolder, production }, env) {
  const program = (name, file) => ({
    name,
    command: process.execPath,
    args: ['--enable-source-maps', path.join(root, 'dist', file)],
    cwd: root,
    env: { ...env, NODE_ENV: 'production' },
    log: production ? undefined : path.join(dataFolder, file.replace('.mjs', '.log')),
    ipc: true,
    graceMs: GRACE_MS,
  })
  return [program('The web server', 'server.mjs'), program('The worker', 'worker.mjs')]
}

/** The sources themselves: both start anew, or the changed part does, whenever a file is saved. */
function developed({ root }, env) {
  const program = (name, args) => ({
    name,
    command: process.execPath,
    args,
    cwd: root,
    env: { ...env, NODE_ENV: 'development' },
    graceMs: GRACE_MS,
  })
  return [
    program('The web server', [require.resolve('next/dist/bin/next'), 'dev', '-p', env.PORT]),
    program('The worker', [require.resolve('tsx/cli'), 'watch', '--clear-screen=false', 'worker/main.ts']),
  ]
}
