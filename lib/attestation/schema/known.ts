import { easOf, servedNetworks } from '@/lib/chain/networks'
import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import {
  CAPABILITY_SCHEMA,
  CAPABILITY_UID,
  RECEIPT_SCHEMA,
  REPUTATION_SCHEMA,
  schemaUid,
  ZERO_ADDRESS,
} from '../encode'
import { everybodysSchemas } from './everybodys'
import { findSchemas } from './store'

/** A schema somebody may attest under. */
export type Schema = {
  chainId: number
  uid: Hex
  name: string
  definition: string
  revocable: boolean
  resolver: Hex
  own: boolean
}

const DESK = [
  { name: 'Capability', definition: CAPABILITY_SCHEMA },
  { name: 'Receipt', definition: RECEIPT_SCHEMA },
  { name: 'Reputation', definition: REPUTATION_SCHEMA },
].map((schema) => ({
  ...schema,
  uid: schemaUid(schema.definition),
  revocable: true,
  resolver: ZERO_ADDRESS,
  own: false,
}))

/** What everybody may attest under: the desk's own on every chain with an EAS, and what its operator allows. */
export async function deskSchemas(): Promise<Schema[]> {
  const served = servedNetworks().filter((network) => easOf(network).eas !== null)
  const own = served.flatMap(({ chainId }) => DESK.map((schema) => ({ ...schema, chainId })))
  return [...own, ...(await everybodysSchemas())]
}

/** The schema an organization named. E7005 for one it may not use there. */
export async function requireSchema(sql: Sql, organizationId: string, chainId: number, named: string): Promise<Schema> {
  const uid = named === 'capability' ? CAPABILITY_UID : named
  const own = DESK.find((schema) => schema.uid === uid)
  if (own) return { ...own, chainId }
  const [row] = await findSchemas(sql, { organizationId, chainId, uid })
  if (row) return { ...row, chainId: row.chain_id, own: row.organization_id !== null }
  const everybodys = (await everybodysSchemas()).find((schema) => schema.uid === uid && schema.chainId === chainId)
  if (everybodys) return everybodys

  throw new AppError(
    'E7005',
    'Your organization does not use that schema on that chain. GET schemas lists those it does; owners and admins allow more.',
  )
}

/** Whether its fields are those of a capability, whatever else it says. */
export function holdsCapability({ definition }: Pick<Schema, 'definition'>): boolean {
  const plain = (text: string) =>
    text
      .replace(/\s*,\s*/g, ',')
      .replace(/\s+/g, ' ')
      .trim()
  return plain(definition) === plain(CAPABILITY_SCHEMA)
}
