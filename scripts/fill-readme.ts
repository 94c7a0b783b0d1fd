/** Brings the code and the picture in README.md up to date: `npx tsx scripts/fill-readme.ts`. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { fillReadme, readReadme } from './readme/fill'

writeFileSync(path.join(import.meta.dirname, '..', 'README.md'), fillReadme(readReadme()))
