import { z } from 'zod'
import { FLAGS } from '@/lib/flags'
import { Id } from '@/lib/http/schemas'

const at = z.iso.datetime()

export const DisputesAnswer = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      challenge_id: Id,
      status: z.string(),
      round: z.int(),
      k: z.int(),
      m: z.int(),
      votes: z.int(),
      opened_at: at.nullable(),
      created_at: at,
      deadline_at: at.nullable(),
      age_seconds: z.int(),
    }),
  ),
})

export const StuckAnswer = z.object({
  anchors: z.array(
    z.object({
      id: Id,
      state: z.string(),
      root: z.string(),
      chain_id: z.int(),
      size: z.int(),
      tx_hash: z.string().nullable(),
      created_at: at,
      submitted_at: at.nullable(),
    }),
  ),
  calls: z.array(
    z.object({
      id: Id,
      purpose: z.string(),
      deal: z.string(),
      chain_id: z.int(),
      state: z.string(),
      tries: z.int(),
      error: z.string().nullable(),
      created_at: at,
      updated_at: at,
      run_after: at,
    }),
  ),
})

export const JobPath = z.object({ id: z.string().regex(/^[1-9]\d{0,17}$/, 'This is not a job.') })

export const JobsAnswer = z.object({
  queue: z.object({ waiting: z.int(), running: z.int(), oldest_due_at: at.nullable() }),
  failed: z.array(
    z.object({
      id: z.string(),
      task: z.string(),
      key: z.string().nullable(),
      attempts: z.int(),
      max_attempts: z.int(),
      error: z.string().nullable(),
      created_at: at,
      run_at: at,
      for_good: z.boolean().describe('It is not tried again by itself.'),
    }),
  ),
})
export const RetriedAnswer = z.object({ id: z.string(), task: z.string() })

export const DeadAnswer = z.object({
  data: z.array(
    z.object({
      organization_id: Id,
      organization: z.string(),
      endpoint_id: Id,
      kind: z.string(),
      status: z.string().describe('Of the endpoint.'),
      reason: z.string(),
      count: z.int(),
      oldest_at: at,
      newest_at: at,
    }),
  ),
})
export const RequeueDeadOf = z.strictObject({ endpoint_id: Id })
export const RequeuedCount = z.object({ requeued: z.int(), more: z.boolean().describe('Ask again for the rest.') })

export const FlagName = z.enum(FLAGS)
export const FlagPath = z.object({ name: FlagName })
export const PutFlag = z.strictObject({
  enabled: z.boolean(),
  percentage: z.int().min(0).max(100).default(100).describe('Of the organizations, by a stable hash of each.'),
})
export const FlagAnswer = z.object({
  name: FlagName,
  set_here: z.boolean().describe('Set by operators; otherwise by the environment.'),
  enabled: z.boolean(),
  percentage: z.int(),
  environment: z.boolean().describe('What holds when nothing is set here.'),
})
export const FlagsAnswer = z.object({ data: z.array(FlagAnswer) })

export const ErrorsAnswer = z.object({
  since: at,
  data: z.array(
    z.object({
      where: z.string(),
      code: z.string(),
      count: z.int(),
      first_at: at,
      last_at: at,
      request_ids: z.array(z.string()),
    }),
  ),
})

export const DeskAnswer = z.object({
  environment: z.string(),
  version: z.string(),
  heartbeats: z.array(
    z.object({
      role: z.string(),
      at,
      every_seconds: z.number().nullable(),
      late: z.boolean().describe('Silent for longer than it may be.'),
    }),
  ),
  downtimes: z.array(z.object({ started_at: at, ended_at: at, applied_at: at.nullable() })),
  fan_out: z.object({ at, waiting: z.int().describe('Counted up to 10 000.') }).nullable(),
  retention: z.object({ event_days: z.int(), delivery_days: z.int(), log_days: z.int() }),
  partitions: z.array(
    z.object({
      table: z.string(),
      month: z.string().nullable().describe('null: the catch-all.'),
      rows: z.number().describe('As Postgres last counted.'),
      bytes: z.number(),
    }),
  ),
})
