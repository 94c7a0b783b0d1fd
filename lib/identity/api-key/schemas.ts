import { z } from 'zod'
import type { LimitGroup } from '@/lib/http/rate-limit'
import { Id, plainText, Timestamp } from '@/lib/http/schemas'
import { isScope } from './scopes'

const GROUPS = [
  'wallet',
  'funds',
  'challenges',
  'receipts',
  'attestations',
  'webhooks',
  'events',
  'agents',
  'deploy',
  'reads',
] as const satisfies readonly LimitGroup[]

const Scope = z.string().refine(isScope, 'There is no such scope.')
const Quotas = z.partialRecord(z.enum(GROUPS), z.int().min(1).max(1_000_000))

export const CreateApiKey = z.strictObject({
  name: plainText(1, 80),
  scopes: z
    .array(Scope)
    .min(1, 'Name what the key may do.')
    .max(50)
    .transform((scopes) => [...new Set(scopes)]),
  expires_at: Timestamp.optional(),
  quotas: Quotas.optional().describe('Calls a minute by rate group, instead of the defaults.'),
})
export type CreateApiKey = z.output<typeof CreateApiKey>

export const ApiKeyAnswer = z.object({
  id: Id,
  public_id: z.string().describe('The middle part of the key.'),
  organization_id: Id,
  user_id: Id.describe('Whom the key acts for.'),
  name: z.string(),
  scopes: z.array(z.string()),
  quotas: z.record(z.string(), z.int()).nullable(),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  last_used_at: z.iso.datetime().nullable(),
})

export const NewApiKeyAnswer = ApiKeyAnswer.extend({
  key: z.string().nullable().describe('Shown once: send it as a bearer token.'),
})
