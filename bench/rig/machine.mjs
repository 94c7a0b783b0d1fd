import { cpus, loadavg, release, totalmem, type } from 'node:os'

/** What the figures were measured on. */
export async function describeMachine(pool) {
  const [cpu] = cpus()
  const { rows } = pool ? await pool.query('SHOW server_version') : { rows: [] }
  return {
    cores: cpus().length,
    cpu: cpu?.model.trim() ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${type()} ${release()}`,
    node: process.version,
    postgres: rows[0]?.server_version ?? null,
    loadBefore: Number(loadavg()[0]?.toFixed(2)),
  }
}
