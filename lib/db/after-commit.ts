import type pg from 'pg'
import type { Sql } from './sql'

type Work = (pool: pg.Pool) => void

const pending = new WeakMap<object, Map<string, Work>>()

/**
 * Has `work` run once after `sql`'s transaction has committed, and never when it is rolled back; a second one of the same
 * name replaces it. Only for what may be lost: the process can die in between.
 */
export function afterCommit(sql: Sql, name: string, work: Work): void {
  const works = pending.get(sql) ?? new Map<string, Work>()
  works.set(name, work)
  pending.set(sql, works)
}

/** For the two transaction doors, after COMMIT. */
export function runAfterCommit(sql: Sql, pool: pg.Pool | undefined): void {
  const works = pending.get(sql)
  if (!works || !pool) return
  for (const work of works.values()) work(pool)
}
