import path from 'node:path'
import { createFamily, quoteLog, Stopped, stopLeftovers } from './children.mjs'
import { ensureInstalled } from './install.mjs'
import { takeFolder } from './instance.mjs'
import { readSettings } from './settings.mjs'
import { watchStarter } from './starter.mjs'
import { inWorkshop } from './workshop.mjs'

const say = (line) => console.log(line)

/**
 * Brings everything up and stays until a signal, or the death of a part, ends it. Until the packages are installed
 * nothing here may need one.
 *
 * @param {{ root: string, dev: boolean }} options
 */
export async function run({ root, dev }) {
  try {
    const settings = readSettings({ root, dev, env: process.env })
    const instance = await takeFolder(settings.dataFolder)
    await live(settings, instance)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}

async function live(settings, instance) {
  const recordFile = path.join(settings.dataFolder, 'processes.json')
  const family = createFamily({
    recordFile,
    onDeath: (child, how) => end(1, `${child.spec.name} ${how}; stopping everything.${quoteLog(child)}`),
  })

  let ending = false
  async function end(code, why) {
    if (ending) return
    ending = true
    if (code === 0) say(why)
    else console.error(why)
    instance.tell({ stopping: true })
    await family.stopAll()
    instance.release()
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0, `${signal}: stopping…`))
  process.on('uncaughtException', (error) => end(1, error.stack))
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {}) // a terminal that is gone stops nobody
  watchStarter(() => end(0, 'npm is gone: stopping…'))

  try {
    for (const name of await stopLeftovers(recordFile)) say(`Stopped ${name}, left running by a start that was killed`)
    await prepare(settings, family)
    const { bringUp } = await import('./bring-up.mjs')
    const where = await bringUp({ settings, family, say })
    instance.tell(where)
    say(`Countersign ready at ${where.url}`)
  } catch (error) {
    if (!(error instanceof Stopped)) await end(1, error.message)
  }
}

/** Packages first: from here on modules may use them. */
async function prepare(settings, family) {
  const { root, dataFolder, dev } = settings
  const log = path.join(dataFolder, 'build.log')
  await inWorkshop(root, say, async () => {
    await ensureInstalled({ family, root, log: path.join(dataFolder, 'install.log'), say })
    const { ensureBuilt, prepareSources } = await import('./build.mjs')
    await (dev ? prepareSources : ensureBuilt)({ family, root, log, say })
  })
}
