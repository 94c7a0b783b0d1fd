import { singleton } from '@/lib/singleton'

/** Aborted when the process begins to stop: streams listen and end, so that it need not wait for them. */
export function shutdownSignal(): AbortSignal {
  return controller().signal
}

/** Says that the process is stopping. */
export function beginShutdown(): void {
  controller().abort()
}

function controller(): AbortController {
  return singleton('shutdown', () => new AbortController())
}
