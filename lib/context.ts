import type pg from 'pg'
import { currentTime } from './clock'
import { database } from './db/client'
import type { PrismaClient } from './db/generated/client'
import type { BeforeCommit } from './db/transaction'
import { AppError } from './errors'
import { newId } from './id'

/** Somebody signed in: by cookie, by bearer token, or by an API key acting for its user. */
export type UserActor = {
  kind: 'user'
  userId: string
  /** The organization the call acts in, and the user's role there. */
  organizationId: string
  role: OrganizationRole
  /** The wallet this session proved; for API keys, the user's most recently proven wallet. */
  wallet: { address: string; chainId: number }
  via: 'cookie' | 'token' | 'key'
  sessionId: string | null
  keyId: string | null
  /** null: everything the user may do (sessions). Otherwise the key's scopes. */
  scopes: string[] | null
  /** The key's own calls a minute by rate group, where it has any. */
  quotas?: Readonly<Record<string, number>> | null
}

/** The desk itself, in a job or at start-up. */
export type SystemActor = { kind: 'system'; name: string }
export type AnonymousActor = { kind: 'anonymous' }
export type Actor = UserActor | SystemActor | AnonymousActor

export type OrganizationRole = 'owner' | 'admin' | 'issuer' | 'member' | 'reader'

/** Who calls, when, with what: the first argument of every verb. */
export type Ctx<A extends Actor = Actor> = {
  actor: A
  now: Date
  requestId: string
  db: PrismaClient
  /** The same connections, for the paths where Prisma would cost more than the work (lib/db/sql.ts). */
  pool: pg.Pool
  /** Set by `route()` for a call with an Idempotency-Key; `inTransaction` and `inSqlTransaction` run it. */
  beforeCommit?: BeforeCommit
}

/** A context for jobs and start-up. */
export function systemContext(name: string, now: Date = currentTime()): Ctx<SystemActor> {
  const { prisma, pool } = database()
  return { actor: { kind: 'system', name }, now, requestId: newId(), db: prisma, pool }
}

/** The actor when somebody is signed in; E9005 otherwise. */
export function requireUser(ctx: Ctx): UserActor {
  if (ctx.actor.kind !== 'user') {
    throw new AppError('E9005', 'Sign in with your wallet, or send an access token or API key as a bearer token.')
  }
  return ctx.actor
}

/** As `requireUser`, refusing readers of the organization the call acts in (E9007). */
export function requireWriter(ctx: Ctx): UserActor {
  const actor = requireUser(ctx)
  if (actor.role !== 'reader') return actor
  throw new AppError('E9007', 'In this organization you may look, but not act.')
}

/** Refuses API keys without `scope` (`noun:read` is implied by `noun:write`) with E9007. Sessions may do everything their user may. */
export function requireScope(ctx: Ctx, scope: string): UserActor {
  const actor = requireUser(ctx)
  if (actor.scopes === null || actor.scopes.includes(scope)) return actor
  if (scope.endsWith(':read') && actor.scopes.includes(scope.replace(/:read$/, ':write'))) return actor
  throw new AppError('E9007', `This API key lacks the scope ${scope}.`)
}
