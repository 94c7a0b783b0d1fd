import { MAX_TRANSACTION_MS } from './transaction'

/**
 * A little longer than a transaction may last. Postgres ends a connection that stays silent inside a transaction for so long:
 * a process that is frozen there (stopped, its machine paused) would hold back every reader of the log (domain §9).
 */
export const MAX_IDLE_IN_TRANSACTION_MS = MAX_TRANSACTION_MS + 1_000

/** Postgres finds out within a minute that the other end is gone without a word, and lets go of its locks. */
export const KEEPALIVES = 'SET tcp_keepalives_idle = 30; SET tcp_keepalives_interval = 10; SET tcp_keepalives_count = 3'

/** What every connection of a pool says first. Statements, as a pooler takes no such settings in the greeting. */
export function sessionSettings(maxIdleInTransactionMs: number): string {
  // Prisma writes and reads instants without an offset, in whatever zone the session has; pg writes them with one.
  return `SET TIME ZONE 'UTC'; SET idle_in_transaction_session_timeout = ${maxIdleInTransactionMs}; ${KEEPALIVES}`
}
