import type { Actor, UserActor } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { isId } from '@/lib/id'
import { type Caller, findByKey, findBySession, findByToken, touchKey, touchSession } from './credential-store'
import { findHeld, hasSessions } from './party/browser'
import { readSessionCookie } from './session-cookie'
import { parseBearer } from './token'

export type Credentials = {
  /** What follows `Bearer ` in the Authorization header. Cookies are not looked at when it is there. */
  bearer?: string
  cookies: Record<string, string>
  /** X-Organization: the organization the call wants to act in. */
  organization?: string
  /** X-Countersign-Party: which of the sessions the cookies hold. A choice among them, never somebody by itself. */
  party?: string | undefined
}

/** Last use is written at most this often. */
const TOUCH_AFTER_MS = 60_000

type Found = { caller: Caller; via: UserActor['via'] }

/**
 * Who calls, read anew each time, so that a revoked credential is dead at once. Anonymous without credentials.
 * Throws E9005 for a party the cookies hold no session of, E9006 for an unknown, expired or revoked credential, E9007 for an organization the caller is not in.
 */
export async function authenticate(deps: { sql: Sql }, credentials: Credentials, now: Date): Promise<Actor> {
  const { bearer, cookies, organization = null, party } = credentials
  if (bearer === undefined && !hasSessions(cookies)) return { kind: 'anonymous' }

  if (organization !== null && !isId(organization)) throw notYours()
  const found =
    bearer === undefined
      ? await byCookie(deps.sql, cookies, party, organization, now)
      : await byBearer(deps.sql, bearer, organization, now)
  await touch(deps.sql, found, now)
  return toActor(found)
}

async function byBearer(sql: Sql, text: string, organization: string | null, now: Date): Promise<Found> {
  const bearer = parseBearer(text)
  if (bearer === null) throw invalid()

  const caller =
    bearer.kind === 'token'
      ? await findByToken(sql, bearer.hash, organization, now)
      : await findByKey(sql, bearer.publicId, bearer.hash, organization, now)
  if (!caller) throw invalid()
  return { caller, via: bearer.kind }
}

async function byCookie(
  sql: Sql,
  cookies: Record<string, string>,
  party: string | undefined,
  organization: string | null,
  now: Date,
): Promise<Found> {
  const claims = party === undefined ? await readSessionCookie(cookies) : await findHeld(cookies, party)
  if (!claims && party !== undefined) throw notHeld()

  const caller = claims && (await findBySession(sql, claims.sid, claims.userId, organization, now))
  if (!caller || (party !== undefined && caller.address !== party)) throw invalid()
  return { caller, via: 'cookie' }
}

function toActor({ caller, via }: Found): UserActor {
  if (caller.organizationId === null || caller.role === null) throw notYours()
  return {
    kind: 'user',
    userId: caller.userId,
    organizationId: caller.organizationId,
    role: caller.role,
    wallet: { address: caller.address, chainId: caller.chainId },
    via,
    sessionId: via === 'key' ? null : caller.id,
    keyId: via === 'key' ? caller.id : null,
    scopes: caller.scopes,
    quotas: caller.quotas,
  }
}

async function touch(sql: Sql, { caller, via }: Found, now: Date): Promise<void> {
  const last = caller.lastUsedAt?.getTime() ?? 0
  if (now.getTime() - last < TOUCH_AFTER_MS) return
  await (via === 'key' ? touchKey : touchSession)(sql, caller.id, now)
}

function invalid(): AppError {
  return new AppError('E9006', 'These credentials are unknown, expired or revoked. Sign in again, or use another key.')
}

function notHeld(): AppError {
  return new AppError(
    'E9005',
    'This window’s party is not signed in to this browser any more. Sign in with its wallet again, or go on as another.',
  )
}

function notYours(): AppError {
  return new AppError(
    'E9007',
    'You are not in the organization named by X-Organization, or this key belongs to another one.',
  )
}
