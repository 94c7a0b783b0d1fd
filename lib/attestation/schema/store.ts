import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'

export type SchemaRow = {
  id: string
  chain_id: number
  uid: Hex
  organization_id: string | null
  name: string
  definition: string
  revocable: boolean
  resolver: Hex
}

/** What an organization may use besides the desk's own: what it allowed, and what everybody may. */
export async function findSchemas(
  sql: Sql,
  {
    organizationId,
    chainId = null,
    uid = null,
  }: { organizationId: string; chainId?: number | null; uid?: string | null },
): Promise<SchemaRow[]> {
  return await sql.$queryRaw<SchemaRow[]>`
    SELECT id, chain_id, uid, organization_id, name, definition, revocable, resolver FROM attestation_schemas
    WHERE (organization_id = ${organizationId}::uuid OR organization_id IS NULL)
      AND (${chainId}::int IS NULL OR chain_id = ${chainId}::int) AND (${uid}::text IS NULL OR uid = ${uid}::text)
    ORDER BY chain_id, name, uid LIMIT 500`
}

/** False: it was there already. */
export async function insertSchema(sql: Sql, schema: SchemaRow, now: Date): Promise<boolean> {
  const { id, chain_id, uid, organization_id, name, definition, revocable, resolver } = schema
  const inserted = await sql.$executeRaw`
    INSERT INTO attestation_schemas (id, chain_id, uid, organization_id, name, definition, revocable, resolver, created_at)
    VALUES (${id}::uuid, ${chain_id}::int, ${uid}::text, ${organization_id}::uuid, ${name}::text, ${definition}::text,
      ${revocable}::boolean, ${resolver}::text, ${now.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`
  return inserted > 0
}
