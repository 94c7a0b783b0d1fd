import type { UserActor } from '@/lib/context'
import type { Db } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { canManage } from '../organization/roles'
import { covers } from './scopes'
import { findKey, type KeyRow } from './store'

/** A key the caller may replace: their own and, when a key asks, no mightier than itself. E9008 for others'. */
export async function loadOwnKey(db: Db, actor: UserActor, id: string): Promise<KeyRow> {
  const key = await findKey(db, id)
  if (!key || key.userId !== actor.userId || !isWithin(actor, key)) throw noSuchKey()
  return key
}

/** A key the caller may revoke: their own, or for owners and admins any of the organization the call acts in. */
export async function loadRevocableKey(db: Db, actor: UserActor, id: string): Promise<KeyRow> {
  const key = await findKey(db, id)
  const own = key?.userId === actor.userId
  const managed = actor.via !== 'key' && key?.organizationId === actor.organizationId && canManage(actor.role)
  if (!key || !(own || managed) || !isWithin(actor, key)) throw noSuchKey()
  return key
}

/** Sessions reach all their user may; a key only keys of its own organization whose scopes it has itself. */
function isWithin(actor: UserActor, key: KeyRow): boolean {
  if (actor.scopes === null) return true
  return key.organizationId === actor.organizationId && covers(actor.scopes, key.scopes)
}

export function noSuchKey(): AppError {
  return new AppError('E9008', 'You have no such API key.')
}
