import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'
import { PrismaClient } from './generated/client'
import { MAX_IDLE_IN_TRANSACTION_MS, sessionSettings } from './session'

export type Database = { prisma: PrismaClient; pool: pg.Pool; close(): Promise<void> }

/** One pool per process, shared by Prisma and by the few statements that go to pg directly. */
export function database(): Database {
  return singleton('database', () => openDatabase(env().DATABASE_URL, env().DATABASE_POOL_SIZE))
}

/** A database of its own for `url`; tests open one per file. */
export function openDatabase(
  url: string,
  poolSize = 10,
  maxIdleInTransactionMs = MAX_IDLE_IN_TRANSACTION_MS,
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    application_name: 'countersign',
    keepAlive: true,
    onConnect: (client) => client.query(sessionSettings(maxIdleInTransactionMs)),
  })
  // A connection that dies while idle (Postgres restarted) must not take the process with it; the next query opens another.
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'))
  // Nor may one that dies while it is checked out: whoever uses it gets the failure from the next query.
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ err: error }, 'database connection lost')))

  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) })
  return {
    prisma,
    pool,
    async close() {
      await prisma.$disconnect()
      if (!pool.ended) await pool.end()
    },
  }
}
