import type { Ctx, SystemActor } from '@/lib/context'

/** Something looked for every so often, by every worker: what is found is enqueued, one small job for each row. */
export type Sweep = {
  name: string
  everySeconds: number
  run(ctx: Ctx<SystemActor>): Promise<void>
}

/** Declares a sweep. Several workers run it at the same time, so what it enqueues carries a key. */
export function sweep(name: string, everySeconds: number, run: Sweep['run']): Sweep {
  return { name, everySeconds, run }
}
