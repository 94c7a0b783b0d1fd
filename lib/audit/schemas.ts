import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'
import { Id } from '@/lib/http/schemas'

const ref = (example: string) =>
  z
    .string()
    .min(1)
    .max(120)
    .regex(/^[\x21-\x7e]+$/, `Give it as ${example}.`)

export const AuditFilter = PageQuery.extend({
  action: z
    .string()
    .regex(/^[a-z_]+\.(?:[a-z_]+|\*)$/, 'Name an action such as member.added, or all of a noun as member.*.')
    .optional(),
  actor: ref('user:<id>, key:<id> or desk').optional(),
  target: ref('noun:<id>').optional(),
  allowed: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('false: only what was refused.'),
  order: z.enum(['newest', 'oldest']).default('newest'),
})
export type AuditFilter = z.output<typeof AuditFilter>

export const AuditAnswer = z.object({
  organization_id: Id,
  sequence: z.int().describe('From 1, without gaps.'),
  at: z.iso.datetime(),
  actor: z.string().describe('user:<id>, key:<id>, or desk.'),
  action: z.string(),
  target: z.string().nullable(),
  allowed: z.boolean().describe('false: it was tried and refused.'),
  details: z.record(z.string(), z.unknown()),
  request_id: z.string().nullable(),
  previous_hash: z.string().describe('The hash of the entry before; 32 zero bytes before the first.'),
  hash: z
    .string()
    .describe('sha256 of previous_hash without 0x, as text, and the canonical JSON (RFC 8785) of the other fields.'),
})
