/**
 * `npm run backup -- <folder>`: a copy of the data folder, whole and by itself enough to start from; of a desk that runs,
 * too. For the Postgres that comes with Countersign; of your own, see docs/guides/operating-a-desk.md.
 */
import path from 'node:path'
import { backUp } from './backup/back-up.mjs'
import { readSettings } from './start/settings.mjs'

const root = path.join(import.meta.dirname, '..')

try {
  const [to] = process.argv.slice(2)
  if (!to) throw new Error('Say where to: npm run backup -- <folder>. The folder is made.')

  const { dataFolder, embedsPostgres } = readSettings({ root, dev: false, env: process.env })
  if (!embedsPostgres) {
    throw new Error(
      'DATABASE_URL names a Postgres of your own: back that up with pg_dump, and the data folder with cp.',
    )
  }
  const { running } = await backUp({ dataFolder, to: path.resolve(to) })
  console.log(`Backed up ${dataFolder}${running ? ', which is in use,' : ''} to ${path.resolve(to)}`)
  console.log('It holds keys and everything people wrote: keep it as safe as the desk itself.')
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
