/** `npm run build`: what `npm start` runs, built ahead of time. Builds only when a source changed. */
import path from 'node:path'
import { runErrand } from './start/errand.mjs'
import { ensureInstalled } from './start/install.mjs'
import { inWorkshop } from './start/workshop.mjs'

const root = path.join(import.meta.dirname, '..')
const say = (line) => console.log(line)

await runErrand((family) =>
  inWorkshop(root, say, async () => {
    await ensureInstalled({ family, root, log: path.join(root, 'dist', 'install.log'), say })
    const { ensureBuilt } = await import('./start/build.mjs')
    await ensureBuilt({ family, root, log: path.join(root, 'dist', 'build.log'), say })
  }),
)
