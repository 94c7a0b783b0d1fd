import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import path from 'node:path'

/** What the start script calls the parts in its record, and what tests call them. */
const NAMES = { 'The web server': 'server', 'The worker': 'worker', anvil: 'anvil', Postgres: 'postgres' } as const
export type Part = (typeof NAMES)[keyof typeof NAMES]

/** A process of the desk, as the data folder's record names it. */
export type PartProcess = { name: Part; pid: number; started: string }

/** The parts a desk on this data folder has running, by its own record. */
export function recordedParts(dataDir: string): PartProcess[] {
  const entries: { name: string; pid: number; started: string }[] = JSON.parse(
    readFileSync(path.join(dataDir, 'processes.json'), 'utf8'),
  )
  return entries.map(({ name, pid, started }) => ({ name: NAMES[name as keyof typeof NAMES], pid, started }))
}

/**
 * Every process of this machine that has to do with the data folder: named in its command or environment, or working
 * in it (as each of Postgres' processes does). Recorded or not: this is how forgotten ones are found. Linux only.
 */
export function processesOf(dataDir: string): number[] {
  const others = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  return others.filter((pid) => tracesOf(pid).some((text) => text.includes(dataDir))).map(Number)
}

function tracesOf(pid: string): string[] {
  const read = (work: () => string) => {
    try {
      return work()
    } catch {
      return '' // it has ended meanwhile
    }
  }
  return [
    read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')),
    read(() => readFileSync(`/proc/${pid}/environ`, 'utf8')),
    read(() => readlinkSync(`/proc/${pid}/cwd`)),
  ]
}
