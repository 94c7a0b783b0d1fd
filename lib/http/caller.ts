import type pg from 'pg'
import type { Actor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError, isAppError } from '@/lib/errors'
import { authenticate } from '@/lib/identity/authenticate'
import { clientAddress } from './client-address'
import { requireOwnOrigin } from './origin'
import type { Auth } from './spec'

/** `url` is looked at where a browser cannot send headers: the event stream. */
type Call = { method: string; headers: Headers; url?: string }

export const ANONYMOUS: Actor = { kind: 'anonymous' }

/** Whether a call can be taken as nobody's without asking anybody: no credentials, where none are needed. */
export function isNobody(auth: Auth = 'required', headers: Headers): boolean {
  return auth === 'none' || (auth === 'optional' && !headers.has('authorization') && !headers.has('cookie'))
}

/**
 * Who calls, by bearer token, API key or session cookie. E9006 for credentials that are no good, E9005 for none where
 * the route needs some, E9007 for a cookie used from elsewhere than the desk's own pages. A stale cookie does not keep
 * anybody out of a route that would take them without one.
 */
export async function identify(pool: pg.Pool, auth: Auth, call: Call, now: Date): Promise<Actor> {
  if (auth === 'none') return ANONYMOUS

  const bearer = bearerOf(call.headers)
  const actor = await actorOf(pool, call, bearer, now).catch((error: unknown) => {
    if (auth === 'optional' && bearer === undefined && isAppError(error, 'E9006')) return ANONYMOUS
    throw error
  })

  if (actor.kind === 'user' && actor.via === 'cookie') requireOwnOrigin(call.method, call.headers.get('origin'))
  if (auth === 'required' && actor.kind !== 'user') {
    throw new AppError('E9005', 'Sign in with your wallet, or send an access token or API key as a bearer token.')
  }
  return actor
}

function actorOf(pool: pg.Pool, { headers, url }: Call, bearer: string | undefined, now: Date): Promise<Actor> {
  const cookies = bearer === undefined ? cookiesOf(headers.get('cookie')) : {}
  if (bearer === undefined && Object.keys(cookies).length === 0) return Promise.resolve(ANONYMOUS)

  const organization = headers.get('x-organization') ?? ofStream(url, 'organization') ?? undefined
  const party = bearer === undefined ? partyOf(headers, url) : undefined
  return authenticate({ sql: sqlOver(pool) }, { bearer, cookies, organization, party }, now)
}

const STREAM = /^[^?]*\/api\/v1\/events\/stream\/?\?/

/** Which of the parties signed in to a browser its window acts as; whatever it says is only a choice among them. */
function partyOf(headers: Headers, url?: string): string | undefined {
  return (headers.get('x-countersign-party') ?? ofStream(url, 'party'))?.toLowerCase()
}

/** What a stream's address says in place of a header. */
function ofStream(url = '', name: 'party' | 'organization'): string | null {
  return STREAM.test(url) ? new URL(url).searchParams.get(name) : null
}

function bearerOf(headers: Headers): string | undefined {
  const authorization = headers.get('authorization')
  if (authorization === null) return undefined

  const token = /^Bearer +([\x21-\x7e]+) *$/i.exec(authorization)?.[1]
  if (token === undefined) throw new AppError('E9006', 'Send credentials as `Authorization: Bearer <token>`.')
  return token
}

/** Pure: the cookies of a Cookie header, undecodable ones as they are. */
export function cookiesOf(header: string | null): Record<string, string> {
  const cookies: Record<string, string> = Object.create(null)
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=')
    if (at > 0)
      cookies[pair.slice(0, at).trim()] ??= decode(
        pair
          .slice(at + 1)
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      )
  }
  return cookies
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

/** Whom a rate limit counts: the API key, else the user, else the network address (domain §12). */
export function limitSubject(actor: Actor, headers: Headers): string {
  if (actor.kind !== 'user') return `ip:${clientAddress(headers)}`
  return actor.keyId ? `key:${actor.keyId}` : `user:${actor.userId}`
}

/** Whose an Idempotency-Key is: the caller, in the organization the call acts in. */
export function idempotencySubject(actor: Actor, headers: Headers): string {
  const caller = limitSubject(actor, headers)
  return actor.kind === 'user' ? `${caller}@${actor.organizationId}` : caller
}
