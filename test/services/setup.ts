import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { startAnvil } from '../../scripts/start/anvil.mjs'
import { createFamily } from '../../scripts/start/children.mjs'
import { createDatabase, migrate } from '../../scripts/start/database.mjs'
import { localAddresses, prepareDevnet } from '../../scripts/start/devnet.mjs'
import { startPostgres } from '../../scripts/start/postgres.mjs'
import { makeServicesFolder } from './folder'

const root = path.join(import.meta.dirname, '..', '..')
export const TEMPLATE = 'countersign_template'

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string
    templateName: string
    rpcUrl: string
    addresses: typeof localAddresses
  }
}

type Family = ReturnType<typeof createFamily>

/** One Postgres and one anvil for all integration tests of a run; each test file takes a database of its own. */
export default async function startServices(project: TestProject) {
  const folder = await makeServicesFolder()
  const family = createFamily({
    recordFile: folder.recordFile,
    onDeath: (child, how) => console.error(`${child.spec.name} ${how} while the tests ran.`),
  })
  const stopServices = async () => {
    await family.stopAll()
    folder.remove()
  }

  try {
    const [adminUrl, rpcUrl] = await Promise.all([startDatabase(family, folder.path), startChain(family, folder.path)])
    project.provide('adminUrl', adminUrl)
    project.provide('templateName', TEMPLATE)
    project.provide('rpcUrl', rpcUrl)
    project.provide('addresses', localAddresses)
  } catch (error) {
    await stopServices()
    throw error
  }
  return stopServices
}

/** A Postgres with one migrated, empty database. Returns where to make others. */
export async function startDatabase(family: Family, folder: string) {
  const log = path.join(folder, 'postgres.log')
  const postgres = await startPostgres({ family, folder: path.join(folder, 'postgres'), log, durable: false })
  family.guard(postgres.child)

  const adminUrl = postgres.url('postgres')
  await createDatabase({ adminUrl, name: TEMPLATE })
  await migrate({ family, root, url: postgres.url(TEMPLATE), log: path.join(folder, 'migrate.log') })
  return adminUrl
}

/** A chain with our contracts. Returns where it is. */
export async function startChain(family: Family, folder: string) {
  const args = ['--block-time', '1', '--mixed-mining']
  const anvil = await startAnvil({ family, log: path.join(folder, 'anvil.log'), args })
  family.guard(anvil.child)
  await prepareDevnet({ rpcUrl: anvil.url })
  return anvil.url
}
