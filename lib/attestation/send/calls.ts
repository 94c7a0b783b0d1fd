import type { PrivateKeyAccount } from 'viem/accounts'
import type { Hex } from '@/lib/proof/hash'
import {
  attestByDelegationCall,
  attestDigest,
  type Delegate,
  type Eas,
  revokeByDelegationCall,
  revokeDigest,
} from '../delegated'
import { type AttestData, attestCall, revokeCall, ZERO_ADDRESS, ZERO_UID } from '../encode'
import type { Item } from '../types'

/** Items of one schema and operation as calls of EAS. */

type Sendable = Pick<
  Item,
  'operation' | 'recipient' | 'expiration_time' | 'revocable' | 'ref_uid' | 'data' | 'uid' | 'schema_uid'
>

/** Pure: an item as EAS takes it. */
export function attestDataOf(item: Sendable): AttestData {
  return {
    recipient: item.recipient ?? ZERO_ADDRESS,
    expirationTime: BigInt(item.expiration_time),
    revocable: item.revocable,
    refUID: item.ref_uid ?? ZERO_UID,
    data: item.data ?? '0x',
  }
}

/** Pure: what the issuer itself would call. */
export function directCall(schema: Hex, items: readonly Sendable[]): Hex {
  return items[0]?.operation === 'REVOKE'
    ? revokeCall(schema, items.map(uidOf))
    : attestCall(schema, items.map(attestDataOf))
}

/** What anybody may call for the issuer: each item signed with the next of its nonces. */
export async function delegatedCall(
  eas: Eas,
  account: PrivateKeyAccount,
  first: Delegate,
  items: readonly Sendable[],
): Promise<Hex> {
  const signatures: Hex[] = []
  for (const [at, item] of items.entries()) {
    const delegate = { ...first, nonce: first.nonce + BigInt(at) }
    const hash =
      item.operation === 'REVOKE'
        ? revokeDigest(eas, delegate, uidOf(item))
        : attestDigest(eas, delegate, attestDataOf(item))
    signatures.push(await account.sign({ hash }))
  }
  const signed = { schema: first.schema, issuer: first.issuer, deadline: first.deadline, signatures }
  return items[0]?.operation === 'REVOKE'
    ? revokeByDelegationCall(eas.form, signed, items.map(uidOf))
    : attestByDelegationCall(eas.form, signed, items.map(attestDataOf))
}

function uidOf({ uid }: Pick<Item, 'uid'>): Hex {
  if (!uid) throw new RangeError('A revocation names what it revokes')
  return uid
}
