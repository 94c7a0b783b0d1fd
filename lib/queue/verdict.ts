import { ZodError } from 'zod'
import { isAppError } from '@/lib/errors'

/** What a job's failure asks for: give up (trying again cannot help), or later (with growing distance). */
export type Verdict = 'give up' | 'later'

/**
 * Pure: a refusal that is the job's own fault will be the same tomorrow: a verb's 4xx, a payload of another shape. What the
 * world is at fault for (no chain, no database, a bug) is tried again; so is being told to slow down.
 */
export function verdictOf(error: unknown): Verdict {
  if (error instanceof ZodError) return 'give up'
  return isAppError(error) && error.status < 500 && error.status !== 429 ? 'give up' : 'later'
}

/** What may be kept of a failure beside the job: messages of RPC and database libraries quote URLs and values. */
export function summaryOf(error: unknown): string {
  if (isAppError(error)) return `${error.code} ${error.message}`
  if (!(error instanceof Error)) return 'unknown failure'

  const { code } = error as { code?: unknown }
  return [error.name, typeof code === 'string' || typeof code === 'number' ? code : ''].join(' ').trim()
}
