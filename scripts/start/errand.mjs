import { createFamily, Stopped } from './children.mjs'

/**
 * Runs a script's work to its end. A signal ends what it started, too; a failure is said and makes the exit code 1.
 *
 * @param {(family: ReturnType<typeof createFamily>) => Promise<void>} work
 */
export async function runErrand(work) {
  const family = createFamily()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      await family.stopAll()
      process.exit(1)
    })
  }

  try {
    await work(family)
  } catch (error) {
    process.exitCode = 1
    if (!(error instanceof Stopped)) console.error(error.message)
  }
}
