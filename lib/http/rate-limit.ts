import type pg from 'pg'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { singleton } from '@/lib/singleton'
import { leaseCalls } from './rate-store'

/** Calls a minute, by group (domain §12). */
export const LIMITS = {
  wallet: 60,
  funds: 30,
  challenges: 30,
  receipts: 60,
  attestations: 600,
  webhooks: 10,
  events: 1_000,
  agents: 30,
  deploy: 10,
  reads: 600,
} as const

export type LimitGroup = keyof typeof LIMITS
/** Calls a minute that a key may make instead of the default, by group. */
export type Quotas = Partial<Record<LimitGroup, number>>

export const WINDOW_SECONDS = 60

export type Spend = { subject: string; group: LimitGroup; limit: number; cost: number; now: Date }
export type Spent = { allowed: boolean; remaining: number; resetSeconds: number }

/** The calls a minute of `group`, scaled by RATE_LIMIT_SCALE; a quota replaces the default. */
export function limitOf(group: LimitGroup, quotas?: Quotas): number {
  return Math.max(1, Math.floor((quotas?.[group] ?? LIMITS[group]) * env().RATE_LIMIT_SCALE))
}

/**
 * What one process still holds of a subject's window. It leases several calls from Postgres at once and spends them
 * here, so a call seldom costs a statement and no row is hot. Leases are disjoint parts of the limit: all processes
 * together never allow more than `limit`, and one alone allows exactly that.
 */
type Holding = { left: number; used: number; empty: boolean; leasing: Promise<void> | null }

export class RateLimiter {
  #window = 0
  #holdings = new Map<string, Holding>()

  constructor(private readonly lease: typeof leaseCalls = leaseCalls) {}

  /** Spends `cost` calls of the subject's minute, or says that they are gone. */
  async spend(pool: pg.Pool, spend: Spend): Promise<Spent> {
    const holding = this.#holdingOf(spend)
    while (holding.left < spend.cost && !holding.empty) {
      holding.leasing ??= this.#refill(pool, holding, spend).finally(() => {
        holding.leasing = null
      })
      await holding.leasing
    }
    return spendFrom(holding, spend)
  }

  /** As `spend`, from what is leased; null when that does not tell. */
  spendHeld(spend: Spend): Spent | null {
    const holding = this.#holdingOf(spend)
    return holding.left >= spend.cost || holding.empty ? spendFrom(holding, spend) : null
  }

  async #refill(pool: pg.Pool, holding: Holding, { subject, group, limit, cost, now }: Spend): Promise<void> {
    const wanted = Math.max(cost, leaseSize(limit))
    const windowStart = new Date(windowOf(now) * WINDOW_SECONDS * 1000)
    const used = await this.lease(sqlOver(pool), { subject, group, windowStart, calls: wanted })

    holding.left += grantedOf(used, wanted, limit)
    holding.used = Math.min(used, limit)
    holding.empty = used >= limit
  }

  /** Minutes that are over are forgotten all at once. */
  #holdingOf({ now, group, subject }: Spend): Holding {
    const [window, key] = [windowOf(now), `${group} ${subject}`]
    if (window !== this.#window) {
      this.#window = window
      this.#holdings = new Map()
    }
    let holding = this.#holdings.get(key)
    if (!holding) {
      holding = { left: 0, used: 0, empty: false, leasing: null }
      this.#holdings.set(key, holding)
    }
    return holding
  }
}

function spendFrom(holding: Holding, { cost, limit, now }: Spend): Spent {
  const allowed = holding.left >= cost
  if (allowed) holding.left -= cost
  return {
    allowed,
    remaining: Math.max(0, limit - holding.used) + holding.left,
    resetSeconds: Math.max(1, Math.ceil((windowOf(now) + 1) * WINDOW_SECONDS - now.getTime() / 1000)),
  }
}

/** Which minute it is. */
function windowOf(now: Date): number {
  return Math.floor(now.getTime() / 1000 / WINDOW_SECONDS)
}

/** Pure: how many calls to lease at once. */
export function leaseSize(limit: number): number {
  return Math.min(1_000, Math.max(1, Math.floor(limit / 20)))
}

/** Pure: of `wanted` calls that brought the window to `used`, those within `limit`. */
export function grantedOf(used: number, wanted: number, limit: number): number {
  return Math.max(0, wanted - Math.max(0, used - limit))
}

/** This process's limiter. */
export function rateLimiter(): RateLimiter {
  return singleton('rate-limiter', () => new RateLimiter())
}

/** The fields of draft-ietf-httpapi-ratelimit-headers for what was spent. */
export function rateHeaders(group: LimitGroup, limit: number, spent: Spent): Record<string, string> {
  return {
    'ratelimit-policy': `"${group}";q=${limit};w=${WINDOW_SECONDS}`,
    ratelimit: `"${group}";r=${spent.remaining};t=${spent.resetSeconds}`,
  }
}

/** The refusal of a caller whose minute is used up. */
export function rateLimited(group: LimitGroup, limit: number, spent: Spent): AppError {
  return new AppError('E9003', `At most ${limit} calls a minute here. Try again in ${spent.resetSeconds} s.`, {
    headers: { ...rateHeaders(group, limit, spent), 'retry-after': String(spent.resetSeconds) },
  })
}
