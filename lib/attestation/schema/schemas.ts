import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'
import { Address, ChainRef, Hash32, plainText } from '@/lib/http/schemas'

const MAX_DEFINITION = 2_000

/** `capability`, or the uid of a schema. */
export const SchemaRef = z
  .union([z.literal('capability'), Hash32], { error: 'Name a schema: capability, or its uid.' })
  .describe('`capability` is the desk’s own: bytes32 integraHash, uint256 tokenId, string[] capabilities.')

export const SchemaFilter = PageQuery.extend({ chain_id: ChainRef.optional() })
export type SchemaFilter = z.output<typeof SchemaFilter>

export const AllowSchema = z
  .strictObject({
    chain_id: ChainRef,
    name: plainText(1, 80),
    uid: Hash32.optional().describe('Of a schema that is registered.'),
    definition: plainText(1, MAX_DEFINITION).optional().describe('Its fields as EAS writes them; instead of the uid.'),
    revocable: z.boolean().default(true),
    resolver: Address.optional(),
  })
  .refine(({ uid, definition }) => (uid === undefined) !== (definition === undefined), {
    path: ['uid'],
    message: 'Give the uid of a registered schema, or a definition.',
  })
export type AllowSchema = z.output<typeof AllowSchema>

export const SchemaAnswer = z.object({
  chain_id: z.string(),
  uid: z.string(),
  name: z.string(),
  definition: z.string(),
  revocable: z.boolean(),
  resolver: z.string(),
  own: z.boolean().describe('Allowed by your organization for itself; false: the desk allows it to everybody.'),
})

export const AllowedAnswer = SchemaAnswer.extend({
  registered: z.boolean().describe('false: send `calls` from any wallet, then ask again.'),
  calls: z
    .array(z.object({ to: z.string(), data: z.string(), value: z.string(), chain_id: z.string(), says: z.string() }))
    .optional(),
})
