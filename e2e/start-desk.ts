import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ENV_NAMES } from '../lib/env'
import { makeServicesFolder } from '../test/services/folder'

const root = path.join(import.meta.dirname, '..')
/** A first start builds. */
const READY_WITHIN_MS = 10 * 60_000
const READY = /^Countersign ready at (http:\S+)$/
/** Everybody of every story calls from one address. */
const SETTINGS = { PORT: '3160', RATE_LIMIT_SCALE: '1000', WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' }

/**
 * Starts a whole desk the way a newcomer does, in a folder of its own, and stops it after the tests. Its address goes
 * into E2E_URL; a desk named there already is used as it is.
 */
export default async function startDesk() {
  if (process.env.E2E_URL) return

  const folder = await makeServicesFolder()
  const desk = spawn('npm', ['start'], {
    cwd: root,
    env: { ...withoutSettings(process.env), ...SETTINGS, COUNTERSIGN_DATA_DIR: folder.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stopDesk = async () => {
    await stop(desk)
    folder.remove()
  }

  try {
    process.env.E2E_URL = await waitUntilReady(desk)
    return stopDesk
  } catch (error) {
    await stopDesk()
    throw error
  }
}

/** A newcomer has set nothing of ours yet. */
function withoutSettings(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const isOurs = (name: string) => ENV_NAMES.includes(name) || /^(?:RPC|SUBMITTER_KEY)_\d+$/.test(name)
  const left = Object.entries(env).filter(([name]) => !isOurs(name) && name !== 'NODE_ENV')
  return Object.fromEntries(left) as NodeJS.ProcessEnv
}

/** What the desk says goes to our own output, so that a death in the middle explains itself. */
function waitUntilReady(desk: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The desk was not ready in time')), READY_WITHIN_MS).unref()
    const lines = createInterface({ input: desk.stdout as NodeJS.ReadableStream })
    lines.on('line', (line) => {
      console.log(`desk: ${line}`)
      const url = READY.exec(line)?.[1]
      if (!url) return
      clearTimeout(timer)
      resolve(url)
    })
    desk.once('exit', (code, signal) => reject(new Error(`The desk ended (${code ?? signal}) before it was ready`)))
    desk.once('error', reject)
  })
}

async function stop(desk: ChildProcess): Promise<void> {
  if (desk.exitCode !== null || desk.signalCode !== null) return
  const ended = once(desk, 'exit')
  desk.kill('SIGTERM')
  await ended
}
