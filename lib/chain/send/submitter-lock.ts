import type pg from 'pg'

/**
 * Runs `work` unless another process is sending for this chain and signer; then answers 'busy' at once. The lock lasts as
 * long as a transaction that writes nothing, so it is free the moment its process dies, it holds back no reader of the
 * event log, and it works through a connection pooler.
 */
export async function withSubmitterLock<T>(
  pool: pg.Pool,
  submitter: { chainId: number; signer: string },
  work: () => Promise<T>,
): Promise<T | 'busy'> {
  const client = await pool.connect()
  let broken = true
  try {
    // The one transaction that rightly idles: sending takes as long as the chain does.
    await client.query('BEGIN; SET LOCAL idle_in_transaction_session_timeout = 0')
    const { rows } = await client.query<{ held: boolean }>(
      'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0)) AS held',
      [`countersign.submitter ${submitter.chainId} ${submitter.signer}`],
    )
    return rows[0]?.held ? await work() : 'busy'
  } finally {
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    client.release(broken)
  }
}
