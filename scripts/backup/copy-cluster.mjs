import { writeFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { copyFolder } from './copy-folder.mjs'

/** What a server makes anew when it starts; its folders have to be there. */
const MADE_ANEW =
  /^(?:pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/|pgsql_tmp|pg_internal\.init/
const OF_THE_RUN = /^(?:postmaster\.(?:pid|opts)|backup_label|tablespace_map)$/

/**
 * Copies a cluster while its server works, as Postgres asks for: between pg_backup_start and pg_backup_stop in one session,
 * then its write-ahead log, which the slot keeps from being recycled meanwhile. Started on the copy, Postgres brings it to
 * the moment the copying ended.
 *
 * @param {{ url: string, from: string, to: string }} options
 */
export async function copyRunningCluster({ url, from, to }) {
  const client = new pg.Client({ connectionString: url, application_name: 'countersign backup' })
  await client.connect()
  try {
    await client.query(
      `SELECT pg_create_physical_replication_slot('countersign_backup_' || pg_backend_pid(), true, true)`,
    )
    await client.query(`SELECT pg_backup_start('countersign', true)`)
    await copyFolder(from, to, (file) => !MADE_ANEW.test(file) && !OF_THE_RUN.test(file) && !file.startsWith('pg_wal/'))
    const { rows } = await client.query('SELECT labelfile FROM pg_backup_stop(false)')
    writeFileSync(path.join(to, 'backup_label'), rows[0].labelfile)
    await copyFolder(path.join(from, 'pg_wal'), path.join(to, 'pg_wal'))
  } finally {
    // The slot goes with the session.
    await client.end()
  }
}
