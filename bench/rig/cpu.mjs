import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Processor time a process has used so far, in microseconds; 0 where /proc does not tell. */
export function cpuTimeOf(pid) {
  if (process.platform !== 'linux') return 0
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) * microsecondsPerTick()
}

let tick
function microsecondsPerTick() {
  tick ??= 1e6 / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))
  return tick
}
