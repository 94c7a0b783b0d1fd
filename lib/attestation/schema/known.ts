import { easOf, servedNetworks } from '@/lib/chain/networks'
import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { CAPABILITY_SCHEMA, CAPABILITY_UID, ZERO_ADDRESS } from '../encode'
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

/** The desk's own, on every chain with an EAS. */
export function deskSchemas(): Schema[] {
  const served = servedNetworks().filter((network) => easOf(network).eas !== null)
  return served.map(({ chainId }) => capabilityOn(chainId))
}

function capabilityOn(chainId: number): Schema {
  const fields = { definition: CAPABILITY_SCHEMA, revocable: true, resolver: ZERO_ADDRESS }
  return { chainId, uid: CAPABILITY_UID, name: 'Capability', ...fields, own: false }
}

/** The schema an organization named. E7005 for one it may not use there. */
export async function requireSchema(sql: Sql, organizationId: string, chainId: number, named: string): Promise<Schema> {
  if (named === 'capability' || named === CAPABILITY_UID) return capabilityOn(chainId)
  const [row] = await findSchemas(sql, { organizationId, chainId, uid: named })
  if (row) return { ...row, chainId: row.chain_id, own: row.organization_id !== null }

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
