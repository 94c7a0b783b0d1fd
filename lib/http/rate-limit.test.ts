import type pg from 'pg'
import { describe, expect, it } from 'vitest'
import { grantedOf, type LimitGroup, leaseSize, RateLimiter, rateHeaders, rateLimited } from './rate-limit'

const pool = {} as pg.Pool
const at = (seconds: number) => new Date(1_700_000_040_000 + seconds * 1000)

/** Postgres' part: one counter per window, shared by the limiters made from it. */
function sharedWindows() {
  const used = new Map<string, number>()
  let statements = 0
  const lease = async (
    _sql: unknown,
    { subject, group, windowStart, calls }: { subject: string; group: string; windowStart: Date; calls: number },
  ) => {
    statements++
    const key = `${subject} ${group} ${windowStart.getTime()}`
    used.set(key, (used.get(key) ?? 0) + calls)
    await Promise.resolve()
    return used.get(key) ?? 0
  }
  return { limiter: () => new RateLimiter(lease), statements: () => statements }
}

const spendOne = (limiter: RateLimiter, limit: number, seconds = 0, group: LimitGroup = 'wallet') =>
  limiter.spend(pool, { subject: 'ip:192.0.2.1', group, limit, cost: 1, now: at(seconds) })

async function allowedOf(count: number, one: () => Promise<{ allowed: boolean }>): Promise<number> {
  const all = await Promise.all(Array.from({ length: count }, one))
  return all.filter((spent) => spent.allowed).length
}

describe('a limit', () => {
  it.each([1, 7, 30, 60, 601, 30_000])('of %i lets one process make exactly that many calls', async (limit) => {
    const limiter = sharedWindows().limiter()
    expect(await allowedOf(limit + 50, () => spendOne(limiter, limit))).toBe(limit)
  })

  it('is never passed by several processes together', async () => {
    const windows = sharedWindows()
    const processes = [windows.limiter(), windows.limiter(), windows.limiter()]
    let turn = 0
    const allowed = await allowedOf(500, () => spendOne(processes[turn++ % 3] as RateLimiter, 100))
    expect(allowed).toBeLessThanOrEqual(100)
    expect(allowed).toBeGreaterThan(80)
  })

  it('costs few statements, and none once it is used up', async () => {
    const windows = sharedWindows()
    const limiter = windows.limiter()
    await allowedOf(600, () => spendOne(limiter, 600))
    expect(windows.statements()).toBe(20)
    await allowedOf(100, () => spendOne(limiter, 600))
    expect(windows.statements()).toBe(20)
  })

  it('starts anew each minute and for each group', async () => {
    const limiter = sharedWindows().limiter()
    expect(await allowedOf(9, () => spendOne(limiter, 5))).toBe(5)
    expect(await allowedOf(9, () => spendOne(limiter, 5, 0, 'funds'))).toBe(5)
    expect(await allowedOf(9, () => spendOne(limiter, 5, 60))).toBe(5)
  })

  it('counts costly calls as several', async () => {
    const limiter = sharedWindows().limiter()
    const costly = () => limiter.spend(pool, { subject: 'ip:x', group: 'funds', limit: 10, cost: 4, now: at(0) })
    expect(await allowedOf(5, costly)).toBe(2)
  })

  it('says what is left and when it begins again', async () => {
    const limiter = sharedWindows().limiter()
    const first = await spendOne(limiter, 60, 15)
    expect(first).toEqual({ allowed: true, remaining: 59, resetSeconds: 45 })
    expect(rateHeaders('wallet', 60, first)).toEqual({
      'ratelimit-policy': '"wallet";q=60;w=60',
      ratelimit: '"wallet";r=59;t=45',
    })
  })

  it('tells who is refused to wait', async () => {
    const error = rateLimited('funds', 30, { allowed: false, remaining: 0, resetSeconds: 12 })
    expect(error).toMatchObject({ code: 'E9003', status: 429 })
    expect(error.headers['retry-after']).toBe('12')
  })

  it('passes a failure on and tries again at the next call', async () => {
    let broken = true
    const limiter = new RateLimiter(async () => {
      if (broken) throw new Error('no database')
      return 3
    })
    await expect(Promise.all([spendOne(limiter, 60), spendOne(limiter, 60)])).rejects.toThrow('no database')
    broken = false
    expect((await spendOne(limiter, 60)).allowed).toBe(true)
  })
})

it('leases a twentieth of the limit, 1 to 1 000', () => {
  expect([1, 19, 60, 600, 10_000_000].map(leaseSize)).toEqual([1, 1, 3, 30, 1_000])
})

it('grants only what lies within the limit', () => {
  expect([grantedOf(3, 3, 60), grantedOf(61, 3, 60), grantedOf(62, 3, 60), grantedOf(64, 3, 60)]).toEqual([3, 2, 1, 0])
})
