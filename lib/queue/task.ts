import type { z } from 'zod'
import type { Ctx, SystemActor } from '@/lib/context'

/** A kind of job: its name in the queue, the shape of its payload, and what it does. Safe to run twice and to be killed at any line. */
export type Task = {
  name: string
  run(ctx: Ctx<SystemActor>, payload: unknown): Promise<void>
}

/** Declares a job. A payload of another shape fails the job instead of running it. */
export function task<S extends z.ZodType>(
  name: string,
  payload: S,
  run: (ctx: Ctx<SystemActor>, payload: z.infer<S>) => Promise<void>,
): Task {
  return { name, run: (ctx, raw) => run(ctx, payload.parse(raw)) }
}
