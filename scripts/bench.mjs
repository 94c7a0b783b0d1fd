import { runBenches } from '../bench/rig/run.mjs'

try {
  await runBenches(process.argv.slice(2))
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}
