import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { findFreePort } from '../../scripts/start/ports.mjs'
import { isRunning } from '../../scripts/start/processes.mjs'
import { makeServicesFolder } from '../services/folder'
import { type Part, recordedParts } from './processes'

const root = path.join(import.meta.dirname, '..', '..')

/** Below those the system gives out by itself. */
const FIRST_PORT = 20_000
const PORTS = 10_000

/** What the desk gets of our environment; everything else it is told, or decides itself. */
const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'npm_execpath']

/** How a start ended. */
export type End = { code: number | null; signal: NodeJS.Signals | null }

type Instance = { url: string; databaseUrl: string; rpcUrl: string }

/**
 * A desk of one's own: `node scripts/start.mjs` on a data folder and a port nobody else has, its rate limits out of the
 * way. Resolves when it is ready; the first start after a change of the sources builds, which takes minutes. Close it
 * after. It also ends when this process does, and what a killed run leaves is removed by the next one.
 */
export async function startDesk({ env = {} }: { env?: Record<string, string> } = {}): Promise<Desk> {
  refuseForeignServices()
  const folder = await makeServicesFolder()
  const port = await findFreePort(FIRST_PORT + Math.floor(Math.random() * PORTS))
  const desk = new Desk(folder, { PORT: String(port), RATE_LIMIT_SCALE: '1000', ...env })
  try {
    await desk.start()
  } catch (error) {
    await desk.close()
    throw error
  }
  return desk
}

export class Desk {
  readonly dataDir: string
  #folder: { path: string; remove(): void }
  /** All it gets. */
  readonly environment: NodeJS.ProcessEnv
  #child: ChildProcess | null = null
  #ended: Promise<End> | null = null
  #instance: Instance | null = null
  #said = ''

  constructor(folder: { path: string; remove(): void }, env: Record<string, string>) {
    this.#folder = folder
    this.dataDir = folder.path
    this.environment = { ...passedOn(), ...env, COUNTERSIGN_DATA_DIR: folder.path } as unknown as NodeJS.ProcessEnv
  }

  get url(): string {
    return this.#running.url
  }
  get rpcUrl(): string {
    return this.#running.rpcUrl
  }
  get databaseUrl(): string {
    return this.#running.databaseUrl
  }
  /** The process of the start script. */
  get pid(): number {
    return this.#child?.pid ?? 0
  }
  /** How the start that runs, or ran last, ends. */
  get ended(): Promise<End> {
    if (!this.#ended) throw new Error('The desk was never started')
    return this.#ended
  }

  /** Starts it, again after it ended. Returns how many ms it took. */
  async start(): Promise<number> {
    const begun = performance.now()
    const from = this.#said.length
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      // Named so, it takes us for the npm that started it, and stops when we are gone.
      env: { ...this.environment, npm_lifecycle_event: 'start' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#said += text
      })
    }

    await this.#untilReady(from)
    this.#instance = JSON.parse(readFileSync(path.join(this.dataDir, 'instance.json'), 'utf8'))
    return Math.round(performance.now() - begun)
  }

  /** Stops it as Ctrl-C does, or by another signal, unless it has ended already. Returns how it ended. */
  async stop(signal: NodeJS.Signals = 'SIGINT'): Promise<End> {
    if (this.isRunning) this.#child?.kill(signal)
    return this.ended
  }

  /** Starts it anew on the same data, stopping it first where it runs. Returns how many ms the start took. */
  async restart(): Promise<number> {
    await this.stop()
    return this.start()
  }

  /** The processes of its parts, as the data folder's record names them. */
  get processes(): Partial<Record<Part, number>> {
    return Object.fromEntries(recordedParts(this.dataDir).map(({ name, pid }) => [name, pid]))
  }

  /** `kill -9` of one part, or of the start script itself. */
  kill(name: Part | 'start'): void {
    if (name === 'start') {
      this.#child?.kill('SIGKILL')
      return
    }
    const part = recordedParts(this.dataDir).find((recorded) => recorded.name === name)
    if (!part || !isRunning(part)) throw new Error(`${name} does not run`)
    process.kill(part.pid, 'SIGKILL')
  }

  get isRunning(): boolean {
    return this.#child !== null && this.#child.exitCode === null && this.#child.signalCode === null
  }

  /** Everything printed since the first start. */
  get said(): string {
    return this.#said
  }

  /** Everything printed, and every log file, each with its name before it. */
  logs(): string {
    const files = readdirSync(this.dataDir).filter((name) => /\.log(\.1)?$/.test(name))
    const texts = files.map((name) => `== ${name}\n${readFileSync(path.join(this.dataDir, name), 'utf8')}`)
    return [`== printed\n${this.#said}`, ...texts].join('\n')
  }

  /** Stops it and removes its folder. */
  async close(): Promise<void> {
    if (this.#child) await this.stop()
    this.#folder.remove()
  }

  get #running(): Instance {
    if (!this.#instance) throw new Error('The desk was never ready')
    return this.#instance
  }

  async #untilReady(from: number): Promise<void> {
    const ended = this.ended.then(({ code, signal }) => {
      throw new Error(`The desk ended (${code ?? signal}) before it was ready:\n${this.#said.slice(from)}`)
    })
    const ready = new Promise<void>((resolve) => {
      const look = () => this.#said.slice(from).includes('Countersign ready at') && resolve()
      this.#child?.stdout?.on('data', look)
    })
    await Promise.race([ready, ended])
  }
}

function passedOn(): Record<string, string> {
  return Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])))
}

/** These tests kill what they find: never somebody's own database or chain. */
function refuseForeignServices(): void {
  const file = path.join(root, '.env')
  if (!existsSync(file)) return

  const named = Object.keys(parseEnv(readFileSync(file, 'utf8'))).filter((name) => /^(DATABASE|RPC)_/.test(name))
  if (named.length > 0) throw new Error(`Move .env aside to run these tests: it names ${named.join(', ')}.`)
}
