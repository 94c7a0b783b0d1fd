import path from 'node:path'
import { environmentOf } from '../../bench/rig/servers.mjs'
import { ensureBuilt } from '../../scripts/start/build.mjs'
import { type Child, createFamily, waitUntilReady } from '../../scripts/start/children.mjs'
import { localAddresses } from '../../scripts/start/devnet.mjs'
import { inWorkshop } from '../../scripts/start/workshop.mjs'
import { makeServicesFolder } from '../services/folder'
import { startChain, startDatabase, TEMPLATE } from '../services/setup'

const root = path.join(import.meta.dirname, '..', '..')

/** One process of the product. It can be killed and started again; a web process has another address afterwards. */
export class Program {
  #child: Child | null = null
  #url = ''
  deaths = 0

  constructor(private readonly begin: () => Child) {}

  /** Of a web process. */
  get url(): string {
    return this.#url
  }

  /** Resolves when it serves, or works. */
  async start(): Promise<void> {
    this.#child = this.begin()
    const { port } = await waitUntilReady(this.#child)
    this.#url = `http://127.0.0.1:${port}`
  }

  /** `kill -9`, at whatever it is. */
  async kill(): Promise<void> {
    this.#child?.process.kill('SIGKILL')
    await this.#child?.ended
    this.deaths += 1
  }
}

export type Cluster = {
  webs: Program[]
  workers: Program[]
  databaseUrl: string
  stop(): Promise<void>
}

type Size = { webs: number; workers: number; env?: Record<string, string> }
type Family = ReturnType<typeof createFamily>

/**
 * Several web processes and workers on one Postgres and one chain, as somebody runs them who has more than one machine. They
 * share nothing else. They end with this process.
 */
export async function startCluster({ webs: webCount, workers: workerCount, env = {} }: Size): Promise<Cluster> {
  const folder = await makeServicesFolder()
  const family = createFamily({ recordFile: folder.recordFile })
  const stop = async () => {
    await family.stopAll()
    folder.remove()
  }

  try {
    const say = (line: string) => console.log(line)
    const log = path.join(folder.path, 'build.log')
    await inWorkshop(root, say, () => ensureBuilt({ family, root, log, say }))

    const [adminUrl, rpcUrl] = await Promise.all([startDatabase(family, folder.path), startChain(family, folder.path)])
    const databaseUrl = adminUrl.replace(/[^/]*$/, TEMPLATE)
    const services = environmentOf({ databaseUrl, rpcUrl, addresses: localAddresses })
    const make = (file: string, at: number) =>
      program(family, folder.path, `${file} ${at + 1}`, { ...services, ...env })
    const webs = Array.from({ length: webCount }, (_, at) => make('server', at))
    const workers = Array.from({ length: workerCount }, (_, at) => make('worker', at))
    const all = [...webs, ...workers]
    await Promise.all(all.map((one) => one.start()))

    // Nothing they do at their end is looked at.
    const end = () => Promise.all(all.map((one) => one.kill())).then(stop)
    return { webs, workers, databaseUrl, stop: end }
  } catch (error) {
    await stop()
    throw error
  }
}

function program(family: Family, folder: string, name: string, env: Record<string, string>): Program {
  const [file = ''] = name.split(' ')
  return new Program(() =>
    family.start({
      name,
      command: process.execPath,
      args: ['--enable-source-maps', path.join(root, 'dist', `${file}.mjs`)],
      cwd: root,
      env: { ...process.env, ...env },
      log: path.join(folder, `${name}.log`),
      ipc: true,
    }),
  )
}
