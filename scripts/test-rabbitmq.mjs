/**
 * `npm run test:rabbitmq`: what executors are reached by, against a real RabbitMQ in a folder of its own. Takes the
 * rabbitmq-server that is installed; without one it says so and fails. The last line is `N passed, N failed`.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import net from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { quoteLog } from './start/children.mjs'
import { runErrand } from './start/errand.mjs'
import { findFreePort } from './start/ports.mjs'
import { countVitest, judge } from './test/counts.mjs'

const root = path.join(import.meta.dirname, '..')
const LIBRARY = '/usr/lib/rabbitmq/lib'
const READY_WITHIN_MS = 120_000

await runErrand(async (family) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'countersign-rabbitmq-'))
  try {
    const { url, stop } = await startRabbit(family, folder)
    const { passed, failed } = await runTests(family, folder, url).finally(stop)
    if (failed > 0) process.exitCode = 1
    console.log(`${passed} passed, ${failed} failed`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})

async function runTests(family, folder, url) {
  const report = path.join(folder, 'report.json')
  const child = family.start({
    name: 'vitest',
    command: process.execPath,
    args: [
      ...[path.join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/rabbitmq/vitest.config.ts'],
      ...['--reporter', 'default', '--reporter', 'json', '--outputFile.json', report],
    ],
    cwd: root,
    env: { ...process.env, RABBITMQ_URL: url },
  })
  const how = await child.ended
  return judge(countVitest(report), how === null)
}

/** The server itself and not Debian's wrapper, which would change to another user and write where it always does. */
function findServer() {
  const versions = existsSync(LIBRARY) ? readdirSync(LIBRARY).filter((name) => name.startsWith('rabbitmq_server-')) : []
  const [version] = versions
  if (!version) throw new Error('There is no rabbitmq-server here. `apt-get install rabbitmq-server` brings one.')
  return path.join(LIBRARY, version, 'sbin', 'rabbitmq-server')
}

async function startRabbit(family, folder) {
  const command = findServer()
  const [port, distribution, mapper] = [
    await findFreePort(25_672),
    await findFreePort(26_672),
    await findFreePort(24_369),
  ]
  mkdirSync(path.join(folder, 'home'))
  writeFileSync(path.join(folder, 'plugins'), '[].')
  const env = {
    ...process.env,
    HOME: path.join(folder, 'home'),
    ERL_EPMD_PORT: String(mapper),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_NODENAME: 'countersign-test@localhost',
    RABBITMQ_NODE_IP_ADDRESS: '127.0.0.1',
    RABBITMQ_NODE_PORT: String(port),
    RABBITMQ_DIST_PORT: String(distribution),
    RABBITMQ_MNESIA_BASE: path.join(folder, 'data'),
    RABBITMQ_LOG_BASE: path.join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: path.join(folder, 'none'),
    RABBITMQ_ENABLED_PLUGINS_FILE: path.join(folder, 'plugins'),
    // It waits more than it works; by default it spins while it does.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '+S 1:1 +sbwt none +sbwtdcpu none +sbwtdio none',
  }
  const child = family.start({
    name: 'rabbitmq-server',
    command,
    env,
    cwd: folder,
    log: path.join(folder, 'server.log'),
    graceMs: 15_000,
  })
  const stop = async () => {
    await family.stop(child)
    // Erlang's name server outlives whoever needed it.
    spawnSync('epmd', ['-kill'], { env, stdio: 'ignore' })
  }
  const until = Date.now() + READY_WITHIN_MS
  while (!(await speaksAmqp(port))) {
    if (child.hasEnded() || Date.now() > until) {
      await stop()
      throw new Error(`rabbitmq-server was not ready.${quoteLog(child)}`)
    }
    await sleep(250)
  }
  return { url: `amqp://guest:guest@127.0.0.1:${port}`, stop }
}

/** Its port is open before it is ready; ready, it answers the greeting. */
function speaksAmqp(port) {
  return new Promise((resolve) => {
    const socket = net.connect({ port, host: '127.0.0.1' }, () =>
      socket.write('AMQP\u0000\u0000\u0009\u0001', 'latin1'),
    )
    const answer = (ready) => {
      socket.destroy()
      resolve(ready)
    }
    socket.once('data', () => answer(true))
    socket.once('error', () => answer(false))
    socket.setTimeout(2_000, () => answer(false))
  })
}
