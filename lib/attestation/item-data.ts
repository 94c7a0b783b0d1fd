import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { type Capability, decodeCapability, encodeCapability, ZERO_UID } from './encode'
import { holdsCapability, type Schema } from './schema/known'
import { Capabilities, type NewItem } from './schemas'

/** What one attestation says, as it is stored and sent. */
export type ItemData = {
  recipient: Hex
  integra_hash: Hex | null
  token_id: string | null
  capabilities: readonly string[]
  data: Hex
  ref_uid: Hex
  expiration_time: number
  revocable: boolean
}

/** A field that is wrong, and why. `path` as the caller named it. */
type Fault = { path: string; message: string }

/**
 * Pure: the fields of one item encoded for its schema. `prefix` names the item in refusals: `items.3.`. Throws E9004 naming
 * the field when it is not complete, ends in the past, or is revocable under a schema that is not.
 */
export function toItemData(item: NewItem, schema: Schema, now: Date, prefix = ''): ItemData {
  const fault = findFault(item, schema, now)
  if (fault) {
    const path = `${prefix}${fault.path}`
    throw new AppError('E9004', `${path}: ${fault.message}`, { fields: [{ path, message: fault.message }] })
  }

  const { recipient, ref_uid = ZERO_UID, expiration_time, revocable = schema.revocable } = item
  const common = { recipient: recipient as Hex, ref_uid: ref_uid as Hex, expiration_time, revocable }
  return { ...common, ...(holdsCapability(schema) ? ofCapability(item) : ofOther(item)) }
}

function ofCapability({ integra_hash, token_id = 0n, capabilities = [] }: NewItem) {
  const integraHash = integra_hash as Hex
  const data = encodeCapability({ integraHash, tokenId: token_id, capabilities })
  return { integra_hash: integraHash, token_id: token_id.toString(), capabilities, data }
}

function ofOther({ data }: NewItem) {
  return { integra_hash: null, token_id: null, capabilities: [], data: data as Hex }
}

function findFault(item: NewItem, schema: Schema, now: Date): Fault | null {
  const { expiration_time: end, revocable = schema.revocable } = item
  if (end > 0 && end * 1000 <= now.getTime()) return { path: 'expiration_time', message: 'This is in the past.' }
  if (revocable && !schema.revocable) return { path: 'revocable', message: 'Nothing under this schema is revocable.' }
  return holdsCapability(schema) ? missingOfCapability(item) : missingOfOther(item)
}

function missingOfCapability({ integra_hash, token_id, capabilities, data }: NewItem): Fault | null {
  const missing = (path: string) => ({ path, message: 'A capability needs it.' })
  if (data !== undefined) return { path: 'data', message: 'A capability’s fields are encoded by the desk.' }
  if (integra_hash === undefined) return missing('integra_hash')
  if (token_id === undefined) return missing('token_id')
  return capabilities === undefined ? missing('capabilities') : null
}

function missingOfOther({ integra_hash, token_id, capabilities, data }: NewItem): Fault | null {
  const only = (path: string) => ({ path, message: 'Only a capability has it. Give `data`, the encoded fields.' })
  if (integra_hash !== undefined) return only('integra_hash')
  if (token_id !== undefined) return only('token_id')
  if (capabilities !== undefined) return only('capabilities')
  return data === undefined ? { path: 'data', message: 'Give the encoded fields.' } : null
}

/** The fields of a capability out of encoded data, when the schema holds one. */
export function readCapability(data: Hex, schema: Schema) {
  const found = holdsCapability(schema) ? readableCapability(data) : null
  if (!found) return { integra_hash: null, token_id: null, capabilities: [] }
  return { integra_hash: found.integraHash, token_id: found.tokenId.toString(), capabilities: found.capabilities }
}

/** As `decodeCapability`; null also for what nobody could have asked for: too much of it, or text that is not plain. */
export function readableCapability(data: Hex): Capability | null {
  const found = decodeCapability(data)
  return found && Capabilities.safeParse(found.capabilities).success ? found : null
}
